package dev.breakwater.web;

import dev.breakwater.address.IpLiteral;
import java.net.InetAddress;
import java.util.Set;

/**
 * Decides which hosts may have internal addresses: hosts named by the operator may be anywhere; what a mirror, a page
 * or a module names has a public address, or is not dialled. Names are checked by what they resolve to, in {@link
 * SafeDns}; addresses in place of names are checked here, because no name service is asked for them.
 *
 * @param trusted what the operator named
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
     * Refuses an address in place of a name that is internal, or spelled in a way that different programs read
     * differently.
     *
     * @throws WebException where it is refused
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
