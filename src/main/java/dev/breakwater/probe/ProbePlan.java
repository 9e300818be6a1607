package dev.breakwater.probe;

import dev.breakwater.web.OutboundHttp;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of an evaluation: mirrors, sample and limits.
 *
 * @param candidates the mirrors
 * @param sample the modules that they are asked for
 * @param bounds the limits of time and traffic
 * @param database the checksum database that verifies content; null for none
 * @param index an index feed in the Go index's format, which lists new versions; null for none
 * @param seed decides between equally good choices
 */
public record ProbePlan(
        List<Candidate> candidates,
        Sample sample,
        Bounds bounds,
        @Nullable PlannedDatabase database,
        @Nullable URI index,
        long seed) {
    /**
     * A checksum database.
     *
     * @param key its verifier key, {@code name+hash+base64}
     * @param hosts its sources besides the mirrors' {@code /sumdb/}
     */
    public record PlannedDatabase(String key, List<Candidate> hosts) {}

    /**
     * The environment of an evaluation.
     *
     * @param web the outbound client, which allows any address
     * @param clock the time of day
     * @param steady the clock that measures durations
     */
    public record Tools(OutboundHttp web, ProbedProtocol terms, InstantSource clock, InstantSource steady) {}

    /** A receiver of progress; called by many threads. */
    @FunctionalInterface
    public interface ProbeListener {
        /** {@code requests} are done, and {@code bytes} arrived, of all mirrors together. */
        void asked(int requests, long bytes);
    }
}
