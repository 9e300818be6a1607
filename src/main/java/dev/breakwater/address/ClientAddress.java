package dev.breakwater.address;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The address that a request comes from: what limits count by, permissions look at, and logs show.
 *
 * @param text as it is shown, as in {@code 192.0.2.7} or {@code 2001:db8:0:0:0:0:0:1}; {@code -} where it is unknown
 * @param forwarded whether the request has come through a proxy, or says so: it is never local then
 */
public record ClientAddress(String text, boolean forwarded) {
    /** The address of the connected peer. */
    public static ClientAddress direct(String text) {
        return new ClientAddress(text, false);
    }

    /** What limits count by: an IPv4 address itself, of an IPv6 address the first 64 bits, which are one customer's. */
    public String network() {
        InetAddress address = IpLiteral.parse(text);
        if (!(address instanceof Inet6Address)) {
            return text;
        }
        byte[] bytes = address.getAddress();
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < 8; i += 2) {
            network.append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff)))
                    .append(':');
        }
        return network.append(":/64").toString();
    }
}
