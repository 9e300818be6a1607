package dev.breakwater.config;

import java.time.Duration;

/** Reads values that commands take in the form in which the file has them. */
public final class Written {
    private Written() {}

    /**
     * A duration, as in {@code 90d}.
     *
     * @throws IllegalArgumentException where it is none; the message says what to write
     */
    public static Duration duration(String text) {
        return read(Types.DURATION, text);
    }

    /**
     * A glob of module paths, as in {@code git.example.com/team/*}.
     *
     * @throws IllegalArgumentException where it is none; the message says what to write
     */
    public static String glob(String text) {
        return read(Globs.TYPE, text);
    }

    private static <T> T read(Type<T> type, String text) {
        return switch (type.parse().apply(text)) {
            case ParseResult.Right<T>(T value) -> value;
            case ParseResult.Wrong<T>(String what, String instead) ->
                throw new IllegalArgumentException("\"" + SafeText.shown(text) + "\" " + what + "; " + instead);
        };
    }
}
