package dev.breakwater.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * A valid configuration.
 *
 * @param file the file it came from; null if there was none
 * @param values every value in force with its origin, in the order of the file's reference
 * @param warnings allowed but probably unintended settings
 * @param notes the settings taken from the environment, with source and reason; the log's first lines
 * @param adopted the upstreams that each repository took from the environment, to be stored
 * @param widened for each repository with new upstreams, a sentence that names them
 * @param fixed the paths of the keys that a running server cannot change
 */
public record Loaded(
        Settings settings,
        @Nullable Path file,
        List<Effective> values,
        List<Mistake> warnings,
        List<String> notes,
        Map<String, Adopted> adopted,
        List<String> widened,
        SequencedSet<String> fixed) {
    public Loaded {
        adopted = Map.copyOf(adopted);
        widened = List.copyOf(widened);
    }
}
