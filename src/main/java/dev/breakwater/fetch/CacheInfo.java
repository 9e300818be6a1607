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
 */
public record CacheInfo(
        CacheStatus status, String upstream, Instant cacheableUntil, List<Timing> timings, RescuedBy spared) {
    /** Stands for an upstream's name if the content was made here. */
    static final String NO_UPSTREAM = "-";

    /** For a request that needed no rescue. */
    public CacheInfo(CacheStatus status, String upstream, Instant cacheableUntil, List<Timing> timings) {
        this(status, upstream, cacheableUntil, timings, RescuedBy.NOTHING);
    }

    /** For an answer made from stored entries. */
    public static CacheInfo madeHere(Instant cacheableUntil) {
        return new CacheInfo(CacheStatus.HIT, NO_UPSTREAM, cacheableUntil, List.of());
    }
}
