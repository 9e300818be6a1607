package dev.breakwater.config;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The form of hosts in settings, with an optional port. */
public final class Hosts {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[1-9][0-9]{0,4})?");

    /** A host's name, in any case, and a port if it is not the default. */
    public static final Type<String> TYPE =
            Types.TEXT.named("host or host:port").where(Hosts::wrong);

    private Hosts() {}

    private static ParseResult.@Nullable Wrong<String> wrong(String text) {
        if (text.contains("/") || text.contains("@")) {
            return new ParseResult.Wrong<>("has more than a host", "write the host alone: git.example.com");
        }
        int colon = text.indexOf(':');
        return HOST.matcher(text).matches() && (colon < 0 || Integer.parseInt(text.substring(colon + 1)) <= 65535)
                ? null
                : new ParseResult.Wrong<>(
                        "is not a host", "write its name, and a port if it is not the default: git.example.com:8443");
    }

    /** The form in which hosts are compared. */
    public static String plain(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
