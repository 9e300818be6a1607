package dev.breakwater.address;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses that begin with the same bits: RFC 4632 §3.1, RFC 4291 §2.3.
 *
 * @param network an address in it
 * @param bits how many of its first bits count
 */
public record IpRange(InetAddress network, int bits) {
    /** Parses {@code text}: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address; null if it is not a range. */
    public static @Nullable IpRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return null;
        }
        int all = network.getAddress().length * 8;
        String bits = slash < 0 ? String.valueOf(all) : text.substring(slash + 1);
        return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= all
                ? new IpRange(network, Integer.parseInt(bits))
                : null;
    }

    /** Whether {@code address} is in it. */
    public boolean contains(InetAddress address) {
        byte[] wanted = network.getAddress();
        byte[] given = address.getAddress();
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i & 7);
            if ((wanted[i >> 3] & mask) != (given[i >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
