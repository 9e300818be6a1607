package dev.breakwater.repository;

import dev.breakwater.address.HostNames;
import dev.breakwater.address.TrustedProxies;

/**
 * How a site is reached.
 *
 * @param names the names that it answers to
 * @param proxies the proxies in front of it that are believed
 */
public record Front(HostNames names, TrustedProxies proxies) {
    /** Names that are nobody's, and proxies on this machine. */
    public static final Front USUAL = new Front(HostNames.USUAL, TrustedProxies.LOOPBACK);
}
