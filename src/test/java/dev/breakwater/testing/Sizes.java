package dev.breakwater.testing;

import java.time.Duration;
import java.util.Locale;

/** Sizes and durations as people write them on a command line. */
public final class Sizes {
    private Sizes() {}

    /** Bytes: {@code 512}, {@code 64KB}, {@code 20MB}, {@code 20MB/s}; a kilo is 1,000. */
    public static long bytes(String text) {
        String number = text.toUpperCase(Locale.ROOT).replace("/S", "");
        if (number.endsWith("MB")) {
            return Long.parseLong(number.substring(0, number.length() - 2)) * 1_000_000;
        }
        if (number.endsWith("KB")) {
            return Long.parseLong(number.substring(0, number.length() - 2)) * 1_000;
        }
        return Long.parseLong(number);
    }

    /** A duration: {@code 20ms}, {@code 3s}, {@code 10m}. */
    public static Duration duration(String text) {
        if (text.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> throw new IllegalArgumentException("not a duration: " + text + " (20ms, 3s, 10m)");
        };
    }
}
