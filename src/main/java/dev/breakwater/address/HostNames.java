package dev.breakwater.address;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The host names that the server answers to. A web page can make its own name resolve to this machine, and then read here what
 * only this machine may (DNS rebinding). So a name must be one that no outsider can own: the operator's, an address, a name of
 * one label, or one below a domain that is not in public DNS.
 *
 * @param named the operator's names, in lower case
 */
public record HostNames(Set<String> named) {
    /** RFC 6761, RFC 6762, RFC 8375, ICANN's resolution 2024.07.29.06; {@code .lan} and {@code .svc} are in no public zone. */
    private static final List<String> PRIVATE =
            List.of(".localhost", ".local", ".lan", ".internal", ".home.arpa", ".svc");

    /** Without names from the operator. */
    public static final HostNames USUAL = new HostNames(Set.of());

    public HostNames {
        named = Set.copyOf(named);
    }

    /** Whether the server answers to {@code host}, which is a name, or an address, IPv6 in brackets; without a port. */
    public boolean has(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return name.indexOf('.') < 0
                || named.contains(name)
                || PRIVATE.stream().anyMatch(name::endsWith)
                || IpLiteral.is(name);
    }
}
