package dev.breakwater.probe;

import dev.breakwater.web.OutboundHttp;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to evaluate, and how.
 *
 * @param candidates the mirrors
 * @param sample what they are asked for
 * @param bounds what that may cost
 * @param database the checksum database that says what is right; null for none
 * @param index an index feed in the Go index's format, which says what is new; null for none
 * @param seed decides where several choices are as good
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
     * @param hosts where to get it besides the mirrors' {@code /sumdb/}
     */
    public record PlannedDatabase(String key, List<Candidate> hosts) {}

    /**
     * What an evaluation works with.
     *
     * @param web the way out, which lets the candidates be anywhere
     * @param clock what time it is
     * @param steady how long things take
     */
    public record Tools(OutboundHttp web, ProbedProtocol terms, InstantSource clock, InstantSource steady) {}

    /** Hears how far it is; called by many threads. */
    @FunctionalInterface
    public interface ProbeListener {
        /** {@code requests} are done, and {@code bytes} arrived, of all mirrors together. */
        void asked(int requests, long bytes);
    }
}
