package dev.breakwater.http;

import java.net.InetAddress;
import java.util.HexFormat;

/** The network that counts as one client for shared limits. */
final class Network {
    private static final int IPV6 = 16;
    private static final int PREFIX = 8;

    private Network() {}

    /** An IPv4 address; of IPv6 the first half, since a client has all the addresses below that. */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            int zone = address.indexOf('%');
            byte[] bytes = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone))
                    .getAddress();
            return bytes.length == IPV6 ? HexFormat.of().formatHex(bytes, 0, PREFIX) : address;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
