package dev.breakwater.cli;

import dev.breakwater.probe.Bounds;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to evaluate.
 *
 * @param given the mirrors that the user named
 * @param configured whether those of the configuration are meant as well
 * @param known well-known ones that are meant as well
 * @param modules what they are asked for, as {@link dev.breakwater.probe.Sample} reads it; empty for the usual sample
 * @param source where these lines come from
 * @param index an index feed; null for none
 * @param seed decides where several choices are as good
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
