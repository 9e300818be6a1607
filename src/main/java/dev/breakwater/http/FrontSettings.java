package dev.breakwater.http;

import dev.breakwater.address.TrustedProxies;
import java.util.Set;

/**
 * How the server is reached.
 *
 * @param hosts names under which it is, beside those that are known anyway; in lower case
 * @param proxies the proxies in front of it
 */
public record FrontSettings(Set<String> hosts, TrustedProxies proxies) {
    /** Copies the names. */
    public FrontSettings {
        hosts = Set.copyOf(hosts);
    }
}
