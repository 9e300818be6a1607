package dev.breakwater.insight;

import java.time.Duration;

/**
 * A stretch of time up to now for which figures are kept, in {@link #POINTS} equal parts. A part begins at a multiple of
 * its length since 1970 (UTC); the last one is the one that has not ended yet. So a window reaches back by 59 whole parts
 * and what has passed of the sixtieth: the last minute is at least 59 s and less than 60 s long, the last day at least 23 h
 * 36 min.
 */
public enum Window {
    /** {@code 1m}: parts of a second. */
    MINUTE("1m", Duration.ofSeconds(1)),
    /** {@code 5m}: parts of 5 s. */
    FIVE_MINUTES("5m", Duration.ofSeconds(5)),
    /** {@code 1h}: parts of a minute. */
    HOUR("1h", Duration.ofMinutes(1)),
    /** {@code 24h}: parts of 24 min. */
    DAY("24h", Duration.ofMinutes(24));

    /** How many parts each has. */
    public static final int POINTS = 60;

    private final String written;
    private final Duration part;

    Window(String written, Duration part) {
        this.written = written;
        this.part = part;
    }

    /** As it is written in addresses and the API: {@code 1m}, {@code 5m}, {@code 1h} or {@code 24h}. */
    public String written() {
        return written;
    }

    /** How long one part is. */
    public Duration part() {
        return part;
    }
}
