package dev.breakwater.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that is in order.
 *
 * @param file the file it came from; missing where there was none
 * @param values every value in force with its origin, in the order of the file's reference
 * @param warnings what is allowed but hardly meant
 * @param notes what was taken from the environment, from where, and why; the log's first lines
 * @param adopted what each repository took from the environment, to be remembered
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
    /** Copies what may change. */
    public Loaded {
        adopted = Map.copyOf(adopted);
        widened = List.copyOf(widened);
    }
}
