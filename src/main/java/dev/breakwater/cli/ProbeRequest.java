package dev.breakwater.cli;

import dev.breakwater.probe.Bounds;
import dev.breakwater.repository.Format;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request for an evaluation.
 *
 * @param format the format of the mirrors
 * @param given the mirrors that the user named
 * @param configured whether to include those of the format's repositories in the configuration
 * @param known well-known mirrors to include
 * @param modules the packages to request, as {@link dev.breakwater.probe.Sample} reads them; empty for the usual sample
 * @param source where these lines come from
 * @param index an index feed; null for none
 * @param seed decides between equally good choices
 */
public record ProbeRequest(
        Format format,
        List<URI> given,
        boolean configured,
        List<URI> known,
        List<String> modules,
        String source,
        Bounds bounds,
        @Nullable URI index,
        long seed) {}
