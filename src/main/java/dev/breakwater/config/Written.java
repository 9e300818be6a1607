package dev.breakwater.config;

import java.time.Duration;

/** The parser of command arguments in the forms of the configuration file. */
public final class Written {
    private Written() {}

    /**
     * A duration, as in {@code 90d}.
     *
     * @throws IllegalArgumentException if it is not valid; the message says what to write
     */
    public static Duration duration(String text) {
        return read(Types.DURATION, text);
    }

    /**
     * A glob of module paths, as in {@code git.example.com/team/*}.
     *
     * @throws IllegalArgumentException if it is not valid; the message says what to write
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
