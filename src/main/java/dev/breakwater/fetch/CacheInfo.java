package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import java.time.Instant;
import java.util.List;

/**
 * How the server got an answer, and how long it stays valid.
 *
 * @param status from the store or from an upstream
 * @param upstream the upstream it came from, {@code -} if made here
 * @param cacheableUntil until then the same request may get the same answer without the engine; {@link Instant#MIN} for never
 * @param timings where the time went
 * @param spared what rescued the request
 * @param kept whether the store keeps it, so that others may get the same, and what is made from it may be kept as well
 */
public record CacheInfo(
        CacheStatus status,
        String upstream,
        Instant cacheableUntil,
        List<Timing> timings,
        RescuedBy spared,
        boolean kept) {
    /** Stands for an upstream's name if the content was made here. */
    static final String NO_UPSTREAM = "-";

    /** Of what the store keeps. */
    public CacheInfo(
            CacheStatus status, String upstream, Instant cacheableUntil, List<Timing> timings, RescuedBy spared) {
        this(status, upstream, cacheableUntil, timings, spared, true);
    }

    /** For a request that needed no rescue. */
    public CacheInfo(CacheStatus status, String upstream, Instant cacheableUntil, List<Timing> timings) {
        this(status, upstream, cacheableUntil, timings, RescuedBy.NOTHING);
    }

    /** For an answer made from stored entries. */
    public static CacheInfo madeHere(Instant cacheableUntil) {
        return new CacheInfo(CacheStatus.HIT, NO_UPSTREAM, cacheableUntil, List.of());
    }
}
