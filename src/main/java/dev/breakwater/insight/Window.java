package dev.breakwater.insight;

import java.time.Duration;

/**
 * A period up to now with statistics, in {@link #POINTS} equal parts. A part begins at a multiple of its length since 1970
 * (UTC); the last one has not ended yet. So a window covers 59 whole parts and the elapsed time of the sixtieth: the last
 * minute is at least 59 s and less than 60 s long, the last day at least 23 h 36 min.
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

    /** The number of parts. */
    public static final int POINTS = 60;

    private final String written;
    private final Duration part;

    Window(String written, Duration part) {
        this.written = written;
        this.part = part;
    }

    /** Its name in URLs and the API: {@code 1m}, {@code 5m}, {@code 1h} or {@code 24h}. */
    public String written() {
        return written;
    }

    /** The length of one part. */
    public Duration part() {
        return part;
    }
}
