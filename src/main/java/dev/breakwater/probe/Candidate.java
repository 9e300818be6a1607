package dev.breakwater.probe;

import dev.breakwater.upstream.Mirror;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mirror to be evaluated.
 *
 * @param name its unique name
 * @param base its address, without a final slash
 * @param domain its failure domain
 * @param headers sent with every request to it and to no other host, credentials among them
 * @param proxy the proxy for it instead of the usual one
 * @param limits how long it may stay silent
 */
public record Candidate(
        String name,
        URI base,
        String domain,
        Map<String, String> headers,
        @Nullable URI proxy,
        Mirror.MirrorLimits limits) {
    /** Hides secrets. */
    @Override
    public String toString() {
        return name + " at " + base;
    }
}
