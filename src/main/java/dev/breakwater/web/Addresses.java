package dev.breakwater.web;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Internal addresses: no outside server may redirect a request to them. */
final class Addresses {
    private Addresses() {}

    /**
     * Whether {@code address} belongs to this machine or a network behind it: loopback, any-local, link-local (which holds the
     * clouds' metadata service), private (RFC 1918), shared (RFC 6598), unique-local (RFC 4193), multicast, benchmarking and
     * reserved ranges (RFC 6890), also where embedded in an IPv6 address; and IPv6 ranges that embed addresses in special forms
     * (Teredo, RFC 4380; local NAT64, RFC 8215).
     */
    static boolean internal(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? internal4(bytes, 0) : internal6(bytes);
    }

    private static boolean internal4(byte[] b, int at) {
        int first = b[at] & 0xff;
        int second = b[at + 1] & 0xff;
        return switch (first) {
            case 0, 10, 127 -> true;
            case 100 -> (second & 0xc0) == 64;
            case 169 -> second == 254;
            case 172 -> (second & 0xf0) == 16;
            case 192 -> second == 168 || (second == 0 && (b[at + 2] == 0 || b[at + 2] == 2));
            case 198 -> second == 18 || second == 19;
            default -> first >= 224;
        };
    }

    private static boolean internal6(byte[] b) {
        if ((b[0] & 0xfe) == 0xfc) {
            return true;
        }
        boolean nat64 = b[0] == 0 && b[1] == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b;
        boolean localNat64 = nat64 && (b[4] != 0 || b[5] != 0);
        boolean teredo = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0;
        if (localNat64 || teredo) {
            return true;
        }
        boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
        if (sixToFour) {
            return internal4(b, 2);
        }
        return (nat64 || leadingZeros(b, 10)) && internal4(b, 12);
    }

    private static boolean leadingZeros(byte[] b, int n) {
        for (int i = 0; i < n; i++) {
            if (b[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
