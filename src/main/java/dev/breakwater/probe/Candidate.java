package dev.breakwater.probe;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mirror to be evaluated.
 *
 * @param name what it is called, unlike all others
 * @param base its address, without a final slash
 * @param domain what it fails together with
 * @param headers sent with every request to it and to nobody else, credentials among them
 * @param proxy the way to it in place of the usual one
 * @param limits how long it may be silent
 */
public record Candidate(
        String name,
        URI base,
        String domain,
        Map<String, String> headers,
        @Nullable URI proxy,
        CandidateLimits limits) {
    /** How long a mirror may be silent: until it is connected, until the head of a small or a large reply, in a body. */
    public record CandidateLimits(Duration connect, Duration metadata, Duration archive, Duration stall) {
        /** As for upstreams that nobody configured. */
        public static final CandidateLimits USUAL = new CandidateLimits(
                Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMillis(1500));
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return name + " at " + base;
    }
}
