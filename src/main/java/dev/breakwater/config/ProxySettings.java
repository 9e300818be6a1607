package dev.breakwater.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxies on the way out.
 *
 * @param http for {@code http://} upstreams; may carry user and password
 * @param https for {@code https://} upstreams; may carry user and password
 * @param except hosts reached without a proxy, as in NO_PROXY: {@code *}, a host and everything below it
 *     ({@code example.com}), only what is below it ({@code .example.com}), an IP address, a range
 *     ({@code 10.0.0.0/8}); each but the range may end in {@code :port}
 */
public record ProxySettings(@Nullable URI http, @Nullable URI https, List<String> except) {
    /** Shows no password. */
    @Override
    public String toString() {
        return "ProxySettings[http=" + Urls.shown(http) + ", https=" + Urls.shown(https) + ", except=" + except + "]";
    }
}
