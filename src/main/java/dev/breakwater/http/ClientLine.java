package dev.breakwater.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * The identity of a client for shared limits: an IPv4 address, or the /64 of an IPv6 address, since each customer of a network
 * has a whole /64 (RFC 6177).
 */
final class ClientLine {
    private static final int PREFIX = 8;

    private ClientLine() {}

    /** The line of the client at {@code address}, an IP literal; any other text is its own line. */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // An IPv4-mapped address becomes IPv4.
            InetAddress read = InetAddress.ofLiteral(address);
            return read instanceof Inet6Address
                    ? HexFormat.of().formatHex(read.getAddress(), 0, PREFIX) + "/64"
                    : read.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
