package dev.breakwater.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses instead of host names. */
public final class IpLiteral {
    /** The texts that programs read as an IPv4 address: no name ends in a number (WHATWG URL, "ends in a number"). */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?|\\.*");

    private static final Pattern DOTTED = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");

    private IpLiteral() {}

    /** Whether {@code host} is an address in place of a name, in any form. */
    public static boolean is(String host) {
        return host.indexOf(':') >= 0
                || host.startsWith("[")
                || ENDS_IN_NUMBER.matcher(host).matches();
    }

    /**
     * The address of {@code literal}, in the one form that every program reads alike: four decimal numbers, or IPv6 without a
     * zone, in brackets or not; null for anything else (octal and hexadecimal numbers, fewer than four, a dot at the end).
     * Returns an IPv4 address inside of IPv6 as IPv4.
     */
    public static @Nullable InetAddress parse(String literal) {
        try {
            if (literal.indexOf(':') >= 0) {
                String bare = literal.startsWith("[") && literal.endsWith("]")
                        ? literal.substring(1, literal.length() - 1)
                        : literal;
                return bare.indexOf('%') >= 0 ? null : InetAddress.ofLiteral(bare);
            }
            Matcher dotted = DOTTED.matcher(literal);
            return dotted.matches() ? dotted(dotted) : null;
        } catch (UnknownHostException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable InetAddress dotted(Matcher dotted) throws UnknownHostException {
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            String part = dotted.group(i + 1);
            int value = Integer.parseInt(part);
            if (value > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                return null;
            }
            address[i] = (byte) value;
        }
        return InetAddress.getByAddress(address);
    }
}
