package dev.breakwater.probe;

import dev.breakwater.upstream.Mirror;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mirror to be evaluated.
 *
 * @param name what it is called, unlike all others
 * @param base its address, without a final slash
 * @param domain what it fails together with
 * @param headers sent with every request to it and to no other host, credentials among them
 * @param proxy the way to it in place of the usual one
 * @param limits how long it may be silent
 */
public record Candidate(
        String name,
        URI base,
        String domain,
        Map<String, String> headers,
        @Nullable URI proxy,
        Mirror.MirrorLimits limits) {
    /** Shows no secret. */
    @Override
    public String toString() {
        return name + " at " + base;
    }
}
