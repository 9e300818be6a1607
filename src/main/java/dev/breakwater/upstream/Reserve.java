package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The reserve tier: public mirrors beyond the configured ones, used while every configured one is down or silent. They are
 * neither requested nor probed before that. Thread-safe.
 */
public final class Reserve {
    /** No reserve. */
    public static final Reserve NONE = new Reserve(List.of());

    /** After this long without use, the next use is reported again. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final List<Origin> origins;
    private Instant used = Instant.MIN;

    /** A reserve of these origins. */
    public Reserve(List<Origin> origins) {
        this.origins = List.copyOf(origins);
    }

    /** Its origins. */
    public List<Origin> origins() {
        return origins;
    }

    /** Records a use; returns whether it is the first after a long while. */
    public synchronized boolean begins(Instant now) {
        boolean first = used.equals(Instant.MIN) || used.plus(QUIET).isBefore(now);
        used = now;
        return first;
    }
}
