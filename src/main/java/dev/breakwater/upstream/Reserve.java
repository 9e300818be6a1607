package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Upstreams that were not chosen: public mirrors that help out while every chosen one is out or silent. They are not asked, nor
 * probed, before that. Any thread may use it.
 */
public final class Reserve {
    /** There is none. */
    public static final Reserve NONE = new Reserve(List.of());

    /** When the reserve was not used for so long, its next use is worth telling again. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final List<Origin> origins;
    private Instant used = Instant.MIN;

    /** A reserve of these. */
    public Reserve(List<Origin> origins) {
        this.origins = List.copyOf(origins);
    }

    /** Who is in it. */
    public List<Origin> origins() {
        return origins;
    }

    /** Notes that it is used; whether that is the first time after a long while. */
    public synchronized boolean begins(Instant now) {
        boolean first = used.equals(Instant.MIN) || used.plus(QUIET).isBefore(now);
        used = now;
        return first;
    }
}
