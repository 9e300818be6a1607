package dev.breakwater.bench;

import java.time.Duration;
import java.util.Locale;

/** How a promise was measured, and whether that keeps it. */
record Kept(boolean kept, String measured, String how) {
    static String ms(Duration duration) {
        return String.format(Locale.ROOT, "%,.0f ms", duration.toNanos() / 1e6);
    }

    static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f ×", ratio);
    }

    static double ratio(Duration a, Duration b) {
        return (double) a.toNanos() / Math.max(1, b.toNanos());
    }
}
