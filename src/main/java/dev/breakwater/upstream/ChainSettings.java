package dev.breakwater.upstream;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The upstream settings of a repository, whatever its format. */
public interface ChainSettings {
    /** The settings of a repository without upstreams. */
    ChainSettings NONE = new NoChain();

    /** Which upstream of a tier is tried first. */
    Selection selection();

    /** The upstreams, in the order of the file; empty to serve from the cache only. */
    List<UpstreamSettings> upstreams();

    /** Whether to try the packages' own repositories after all upstreams. */
    boolean direct();

    /** How often upstreams are probed; missing: rarely, to spare public mirrors. */
    @Nullable
    Duration healthInterval();

    /** The globs of private names, which no public upstream ever receives. */
    List<String> privatePatterns();

    /** The names of the upstreams that own some of these. */
    List<String> owners();

    /** The settings of {@code repository}. */
    static ChainSettings of(RepositorySettings repository) {
        return repository.as(ChainSettings.class).orElse(NONE);
    }

    /** Every upstream of every repository. */
    static Stream<UpstreamSettings> upstreams(Settings settings) {
        return settings.repositories().values().stream().flatMap(repository -> of(repository).upstreams().stream());
    }

    /** The settings of a repository without upstreams. */
    record NoChain() implements ChainSettings {
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
