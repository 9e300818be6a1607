package dev.breakwater.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * What counts as one client where room is shared out: an IPv4 address, or the /64 of an IPv6 address, since each customer of
 * a network has a whole one to choose from (RFC 6177).
 */
final class ClientLine {
    private static final int PREFIX = 8;

    private ClientLine() {}

    /** The line of the client at {@code address}, an IP literal; what is none is a line of its own. */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // An address that stands for one of IPv4 comes out as that.
            InetAddress read = InetAddress.ofLiteral(address);
            return read instanceof Inet6Address
                    ? HexFormat.of().formatHex(read.getAddress(), 0, PREFIX) + "/64"
                    : read.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
