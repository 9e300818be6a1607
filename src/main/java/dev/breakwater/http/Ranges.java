package dev.breakwater.http;

/**
 * The range of a {@code Range} header for a body's size: RFC 9110 §14. One range is answered; several, another unit and
 * malformed ones are ignored, as the RFC allows (§14.2).
 */
sealed interface Ranges {
    /** No range: send everything. */
    enum Everything implements Ranges {
        EVERYTHING
    }

    /** One part: {@code length} bytes, at least one, from {@code from}. */
    record Part(long from, long length) implements Ranges {}

    /** Well-formed, but no byte of the body is in it: 416. */
    enum Unsatisfiable implements Ranges {
        UNSATISFIABLE
    }

    /** The range that {@code header} requests of {@code size} bytes. */
    static Ranges of(String header, long size) {
        String unit = "bytes=";
        if (!header.regionMatches(true, 0, unit, 0, unit.length())) {
            return Everything.EVERYTHING;
        }
        String range = header.substring(unit.length()).strip();
        int dash = range.indexOf('-');
        if (dash < 0 || !digits(range, 0, dash) || !digits(range, dash + 1, range.length()) || range.length() == 1) {
            return Everything.EVERYTHING;
        }
        return dash == 0
                ? suffix(number(range, 1, range.length()), size)
                : span(number(range, 0, dash), range, dash + 1, size);
    }

    private static Ranges suffix(long length, long size) {
        if (length == 0 || size == 0) {
            return Unsatisfiable.UNSATISFIABLE;
        }
        long taken = Math.min(length, size);
        return new Part(size - taken, taken);
    }

    private static Ranges span(long first, String range, int rest, long size) {
        boolean open = rest == range.length();
        long last = open ? Long.MAX_VALUE : number(range, rest, range.length());
        if (last < first) {
            return Everything.EVERYTHING;
        }
        return first >= size ? Unsatisfiable.UNSATISFIABLE : new Part(first, Math.min(last, size - 1) - first + 1);
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The number, or the largest possible if it is larger. */
    private static long number(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            if (number > (Long.MAX_VALUE - 9) / 10) {
                return Long.MAX_VALUE;
            }
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }
}
