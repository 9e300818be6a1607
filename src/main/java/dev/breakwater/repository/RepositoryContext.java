package dev.breakwater.repository;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Tiers;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;

/**
 * The settings and upstreams of a repository to create.
 *
 * @param settings its configuration
 * @param upstreams its upstreams by name, including those for private packages only
 * @param mirrors the upstreams for everything else, tier by tier
 * @param others makes an origin of an address that is no upstream, as that of a checksum database; its health is monitored too
 */
public record RepositoryContext(
        RepositorySettings settings, Map<String, Origin> upstreams, Tiers mirrors, Function<URI, Origin> others) {
    /** Copies the map. */
    public RepositoryContext {
        upstreams = Map.copyOf(upstreams);
    }

    /** The repository's name. */
    public String name() {
        return settings.name();
    }

    /**
     * The upstream of that name.
     *
     * @throws IllegalStateException if there is none; settings that were read have no such mistake
     */
    public Origin upstream(String upstream) {
        Origin origin = upstreams.get(upstream);
        if (origin == null) {
            throw new IllegalStateException("no upstream is called " + upstream);
        }
        return origin;
    }

    /** The settings as the format's section reads them. */
    public <T> T settings(Class<T> type) {
        return settings.as(type)
                .orElseThrow(() -> new IllegalStateException(
                        settings.format() + " reads its settings into something else than " + type.getName()));
    }
}
