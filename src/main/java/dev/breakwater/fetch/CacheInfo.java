package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import java.time.Instant;
import java.util.List;

/**
 * How an answer came about, and how long it stands.
 *
 * @param status from the store or from an upstream
 * @param upstream the upstream it came from, {@code -} for what was made here
 * @param cacheableUntil until then the very same answer may be given to the same request without asking the engine;
 *     {@link Instant#MIN} for never
 * @param timings where the time went
 * @param spared what kept it from being a failure
 */
public record CacheInfo(
        CacheStatus status, String upstream, Instant cacheableUntil, List<Timing> timings, RescuedBy spared) {
    /** Stands for an upstream's name if the content was made here. */
    static final String NO_UPSTREAM = "-";

    /** Of what went well without being spared anything. */
    public CacheInfo(CacheStatus status, String upstream, Instant cacheableUntil, List<Timing> timings) {
        this(status, upstream, cacheableUntil, timings, RescuedBy.NOTHING);
    }

    /** Of what was made here from what is held. */
    public static CacheInfo madeHere(Instant cacheableUntil) {
        return new CacheInfo(CacheStatus.HIT, NO_UPSTREAM, cacheableUntil, List.of());
    }
}
