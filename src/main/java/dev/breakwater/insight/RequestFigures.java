package dev.breakwater.insight;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of the requests that ended within one {@link Window}. Every request is counted once, when it ends; the points
 * add up to the sums exactly.
 *
 * <p>A request has <em>failed</em> if the answer is trouble (also if the operator has configured a 404 for it), has a status of
 * 500 or more or 408, or was interrupted by this server. It is <em>gone</em> if the client disconnected before the end, which
 * is neither a success nor a failure; such a request is only in {@code requests}, {@code gone} and {@code bytes}. Every other
 * one has <em>succeeded</em>, also an honest 404, a refusal and a wrong request.
 *
 * @param window {@code 1m}, {@code 5m}, {@code 1h} or {@code 24h}
 * @param repository the repository's name; empty for all together
 * @param from when the window begins
 * @param until the moment up to which requests were counted
 * @param requests how many ended
 * @param succeeded how many of them succeeded
 * @param failed how many failed
 * @param gone how many clients disconnected before the end
 * @param hits how many were answered from the cache, current or stale
 * @param misses how many were answered with fetched content, for them or for another request at the same time
 * @param successRate succeeded of succeeded and failed, 0 to 1; null if there was neither
 * @param hitRate hits of hits and misses, 0 to 1; null if there was neither
 * @param times how long requests took
 * @param hitTimes how long hits took
 * @param missTimes how long misses took
 * @param bytes how many bytes of bodies were sent
 * @param spared how many succeeded only because of {@code failover}, {@code resume}, {@code witness}, {@code rejected} or
 *     {@code stale}; all of these are there
 * @param sparedInAll their sum
 * @param points the window's parts, oldest first, {@link Window#POINTS} of them
 */
public record RequestFigures(
        String window,
        String repository,
        Instant from,
        Instant until,
        long requests,
        long succeeded,
        long failed,
        long gone,
        long hits,
        long misses,
        @Nullable Double successRate,
        @Nullable Double hitRate,
        Times times,
        Times hitTimes,
        Times missTimes,
        long bytes,
        Map<String, Long> spared,
        long sparedInAll,
        List<Point> points) {
    /**
     * How long requests took, from the first line of the request to the last byte's hand-over. The value of a percentile is at
     * most an eighth too large and never too small, up to 134 s, which stands for everything longer; 0 if nothing was counted.
     *
     * @param count how many were measured
     */
    public record Times(long count, double p50Millis, double p95Millis, double p99Millis) {}

    /**
     * One part of the window.
     *
     * @param from when it begins
     * @param p95Millis as in {@link Times}
     */
    public record Point(
            Instant from,
            long requests,
            long succeeded,
            long failed,
            long hits,
            long misses,
            long spared,
            long bytes,
            double p95Millis) {}
}
