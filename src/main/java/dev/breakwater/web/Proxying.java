package dev.breakwater.web;

import dev.breakwater.config.Urls;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies for outgoing requests.
 *
 * @param http for {@code http://} targets; may contain user and password
 * @param https for {@code https://} targets; may contain user and password
 * @param except hosts reached without a proxy, as in NO_PROXY: {@code *}, a host and its subdomains, only subdomains
 * ({@code .example.com}), an IP address, a range ({@code 10.0.0.0/8}); each but the range may end in {@code :port}
 */
public record Proxying(@Nullable URI http, @Nullable URI https, List<String> except) {
    /** No proxy at all. */
    public static final Proxying NONE = new Proxying(null, null, List.of());

    /** Hides passwords. */
    @Override
    public String toString() {
        return "Proxying[http=" + Urls.shown(http) + ", https=" + Urls.shown(https) + ", except=" + except + "]";
    }

    /** The header that authenticates us to the proxy at {@code host}; null if it has no user. */
    @Nullable
    String credentials(String host) {
        for (URI proxy : new URI[] {https, http}) {
            if (proxy != null && host.equals(proxy.getHost()) && proxy.getUserInfo() != null) {
                String[] parts = proxy.getUserInfo().split(":", 2);
                return okhttp3.Credentials.basic(parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
        return null;
    }
}
