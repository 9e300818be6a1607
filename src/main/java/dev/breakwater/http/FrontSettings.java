package dev.breakwater.http;

import dev.breakwater.address.TrustedProxies;
import java.util.Set;

/**
 * The server's names and proxies.
 *
 * @param hosts its names beyond the built-in ones; in lower case
 * @param proxies the proxies in front of it
 */
public record FrontSettings(Set<String> hosts, TrustedProxies proxies) {
    /** Copies the names. */
    public FrontSettings {
        hosts = Set.copyOf(hosts);
    }
}
