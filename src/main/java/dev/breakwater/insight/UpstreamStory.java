package dev.breakwater.insight;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history of one upstream. It has no paths, but reasons of rejections, and of changes of health after one, name
 * the rejected content, which not every caller may see.
 *
 * @param upstream its name
 * @param classes by class of traffic, those with events since the start: {@code archive}, {@code checksum}, {@code metadata},
 * and {@code connection} for probes that sent no request
 * @param rejected the last rejections of its content, newest first, 20 at most
 * @param standing the result of comparing it with others; null if it was never compared nor asked
 */
public record UpstreamStory(
        String upstream, List<Traffic> classes, List<Failure> rejected, UpstreamLedger.@Nullable Standing standing) {
    /**
     * One class of traffic.
     *
     * @param traffic its name
     * @param state its current state: {@code healthy}, {@code suspect}, {@code parked}, {@code open} or {@code trial}
     * @param since since when; null if that has not changed since the start
     * @param why the reason, for people; empty if it has not changed
     * @param changes the last changes of state, oldest first, 200 at most
     * @param failures the last failures, newest first, 20 at most
     * @param minutes the last hour's minutes with requests, oldest first; the last has not ended yet
     */
    public record Traffic(
            String traffic,
            String state,
            @Nullable Instant since,
            String why,
            List<Change> changes,
            List<Failure> failures,
            List<Minute> minutes) {}

    /** A change of state at {@code at}. */
    public record Change(Instant at, String from, String to, String why) {}

    /**
     * A failure.
     *
     * @param outcome {@code unavailable}, {@code throttled}, {@code denied}, {@code rejected}, or {@code probe}
     * @param said its answer or behaviour, for people
     */
    public record Failure(Instant at, String outcome, String said) {}

    /**
     * One minute. Latency is the time of whole exchanges that were answered; at most an eighth too large.
     *
     * @param from when it begins
     * @param exchanges how many ended, except those cancelled because another was faster
     * @param failed how many of them failed
     * @param bytes how many bytes of bodies arrived
     * @param bytesPerSecond the bytes of bodies found, by the time that these exchanges took, one after the other; 0 for none
     */
    public record Minute(
            Instant from,
            long exchanges,
            long failed,
            double p50Millis,
            double p95Millis,
            long bytes,
            double bytesPerSecond) {}
}
