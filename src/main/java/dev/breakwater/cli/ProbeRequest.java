package dev.breakwater.cli;

import dev.breakwater.probe.Bounds;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request for an evaluation.
 *
 * @param given the mirrors that the user named
 * @param configured whether to include those of the configuration
 * @param known well-known mirrors to include
 * @param modules the modules to request, as {@link dev.breakwater.probe.Sample} reads them; empty for the usual sample
 * @param source where these lines come from
 * @param index an index feed; null for none
 * @param seed decides between equally good choices
 */
public record ProbeRequest(
        List<URI> given,
        boolean configured,
        List<URI> known,
        List<String> modules,
        String source,
        Bounds bounds,
        @Nullable URI index,
        long seed) {}
