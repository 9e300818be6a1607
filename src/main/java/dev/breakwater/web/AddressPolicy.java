package dev.breakwater.web;

import dev.breakwater.address.IpLiteral;
import java.net.InetAddress;
import java.util.Set;

/**
 * The rule of which hosts may have internal addresses: hosts named by the operator may have any address; hosts that a mirror, a
 * page or a module names must have a public address. {@link SafeDns} checks the addresses that names resolve to; addresses in
 * place of names are checked here, because they need no DNS lookup.
 *
 * @param trusted the hosts named by the operator
 */
record AddressPolicy(Set<Endpoint> trusted) {
    AddressPolicy {
        trusted = Set.copyOf(trusted);
    }

    boolean trusts(String host, int port) {
        return !trusted.isEmpty()
                && (trusted.contains(new Endpoint(host, port)) || trusted.contains(new Endpoint(host, Endpoint.ANY)));
    }

    /**
     * Refuses an internal address in place of a name, or one in a form that different programs read differently.
     *
     * @throws WebException if it is refused
     */
    void check(String host, int port) throws WebException {
        if (!IpLiteral.is(host) || trusts(host, port)) {
            return;
        }
        InetAddress address = IpLiteral.parse(host);
        if (address == null || Addresses.internal(address)) {
            throw new WebException(
                    WebException.HttpFault.NAME,
                    host + " is an internal address; only hosts named in the configuration may have one");
        }
    }
}
