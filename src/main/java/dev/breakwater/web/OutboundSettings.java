package dev.breakwater.web;

import dev.breakwater.config.FixedAtStart;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of outgoing requests.
 *
 * @param caFile certificates to trust for upstreams, besides those of the JDK and the system; a PEM file
 * @param proxies the proxies
 */
public record OutboundSettings(@Nullable Path caFile, Proxying proxies) implements FixedAtStart<OutboundSettings> {
    @Override
    public OutboundSettings over(OutboundSettings started) {
        return new OutboundSettings(started.caFile, proxies);
    }

    /** The client for which {@code hosts}, and no others, may have an internal address, at every port. */
    public OutboundHttp to(Set<String> hosts) {
        return new OutboundHttp(hosts, caFile, proxies);
    }
}
