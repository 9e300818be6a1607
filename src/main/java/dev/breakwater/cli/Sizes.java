package dev.breakwater.cli;

import java.util.List;
import java.util.Locale;

/** Numbers of bytes for people. */
final class Sizes {
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB");

    private Sizes() {}

    /** As in {@code 12.3 MiB}. */
    static String shown(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }
}
