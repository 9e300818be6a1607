package dev.breakwater.config;

import java.net.URI;
import java.time.Duration;

/** The parser of command line amounts, in the forms of the configuration file. */
public final class Amounts {
    private static final int LARGEST = 2_000_000_000;

    private Amounts() {}

    /**
     * A duration, as in {@code 30s}; {@code what} is the option's name.
     *
     * @throws IllegalArgumentException with what is wrong with it, and what to write instead
     */
    public static Duration duration(String what, String text) {
        return value(what, text, Types.TIME_LIMIT);
    }

    /**
     * A size in bytes, as in {@code 60MB}; {@code what} is the option's name.
     *
     * @throws IllegalArgumentException with what is wrong with it, and what to write instead
     */
    public static long size(String what, String text, int least) {
        return value(what, text, Types.size(least, LARGEST));
    }

    /**
     * The address of a mirror, without user and final slash; {@code what} is the argument's name.
     *
     * @throws IllegalArgumentException with what is wrong with it, and what to write instead
     */
    public static URI address(String what, String text) {
        Type<URI> type = new Type<>(
                "URL",
                url -> Urls.base(url, "remove it, and set username and password of the mirror in the configuration"));
        return value(what, text, type);
    }

    /**
     * A value of any kind; {@code what} is the option's name.
     *
     * @throws IllegalArgumentException with what is wrong with it, and what to write instead
     */
    public static <T> T value(String what, String text, Type<T> type) {
        return switch (type.parse().apply(text)) {
            case ParseResult.Right<T>(T value) -> value;
            case ParseResult.Wrong<T>(String wrong, String instead) ->
                throw new IllegalArgumentException(
                        what + " \"" + SafeText.shown(SafeText.masked(text)) + "\" " + wrong + ": " + instead);
        };
    }
}
