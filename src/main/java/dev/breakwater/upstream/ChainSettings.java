package dev.breakwater.upstream;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The upstream settings of a repository, whatever its format. */
public interface ChainSettings {
    /** That of a repository that asks no upstream. */
    ChainSettings NONE = new None();

    /** Which upstream of a tier comes first. */
    Selection selection();

    /** Whom to ask, in the order of the file; empty if only what is held is served. */
    List<UpstreamSettings> upstreams();

    /** Whether the packages' own repositories are asked too, after all upstreams. */
    boolean direct();

    /** How often upstreams are probed; missing: as politeness has it. */
    @Nullable
    Duration healthInterval();

    /** The globs of the operator's own names: never asked of a public upstream. */
    List<String> privatePatterns();

    /** The names of the upstreams that own some of these. */
    List<String> owners();

    /** What {@code repository} says of it. */
    static ChainSettings of(RepositorySettings repository) {
        return repository.as(ChainSettings.class).orElse(NONE);
    }

    /** Every upstream of every repository. */
    static Stream<UpstreamSettings> upstreams(Settings settings) {
        return settings.repositories().values().stream().flatMap(repository -> of(repository).upstreams().stream());
    }

    /** Of a repository that asks no upstream. */
    record None() implements ChainSettings {
        @Override
        public Selection selection() {
            return Selection.PRIORITY;
        }

        @Override
        public List<UpstreamSettings> upstreams() {
            return List.of();
        }

        @Override
        public boolean direct() {
            return false;
        }

        @Override
        public @Nullable Duration healthInterval() {
            return null;
        }

        @Override
        public List<String> privatePatterns() {
            return List.of();
        }

        @Override
        public List<String> owners() {
            return List.of();
        }
    }
}
