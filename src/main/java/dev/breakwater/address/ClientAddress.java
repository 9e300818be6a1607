package dev.breakwater.address;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The client's address of a request, used by limits, permissions and logs.
 *
 * @param text its form for people, as in {@code 192.0.2.7} or {@code 2001:db8:0:0:0:0:0:1}; {@code -} if it is unknown
 * @param forwarded whether the request came through a proxy, or claims so: then it is never local
 */
public record ClientAddress(String text, boolean forwarded) {
    /** The address of the connected peer. */
    public static ClientAddress direct(String text) {
        return new ClientAddress(text, false);
    }

    /** The unit of limits: the IPv4 address, or the first 64 bits of an IPv6 address, which belong to one customer. */
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
