package dev.breakwater.format.oci.settings;

import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a repository of container images.
 *
 * @param registry the registry that it stands for, as clients call it, such as {@code docker.io}
 * @param usual whether it answers for names that begin with no registry's name
 * @param upstreams the upstreams, in the order of the file, each with the address below which names of images begin; empty to
 *     serve from the cache only
 * @param selection which upstream of a tier is tried first
 * @param owned the operator's own images and their owners; the first pattern that matches counts
 * @param tags how it is decided what a tag stands for
 * @param immutableTags patterns of tags that never move
 * @param sparseImages whether an image may be pushed before its configuration and layers
 * @param keepUntagged how long a pushed manifest stays that nothing names
 * @param collectEvery how often what was pushed and nothing needs is removed
 * @param fresh how long a tag, or a list of tags, is current
 * @param staleIfError how long after that it may still be served if upstreams fail; missing: no limit
 * @param healthInterval how often upstreams are probed; missing: rarely, to spare public registries
 * @param authorities the names of the upstreams whose word decides, if no two agree
 * @param access how upstreams are asked with credentials, by name
 */
public record OciSettings(
        String registry,
        boolean usual,
        List<UpstreamSettings> upstreams,
        Selection selection,
        List<OwnedImages> owned,
        TagRule tags,
        List<String> immutableTags,
        boolean sparseImages,
        Duration keepUntagged,
        Duration collectEvery,
        Duration fresh,
        @Nullable Duration staleIfError,
        @Nullable Duration healthInterval,
        Set<String> authorities,
        Map<String, RegistryAccess> access)
        implements ChainSettings {
    private static final String API = "/v2";

    /** Makes the collections immutable. */
    public OciSettings {
        upstreams = List.copyOf(upstreams);
        owned = List.copyOf(owned);
        immutableTags = List.copyOf(immutableTags);
        authorities = Set.copyOf(authorities);
        access = Map.copyOf(access);
    }

    /** How {@code upstream} is asked with credentials. */
    public RegistryAccess accessTo(UpstreamSettings upstream) {
        return access.getOrDefault(upstream.name(), RegistryAccess.NONE);
    }

    /** The address below which names of images begin, at the registry that {@code named} is the address of. */
    public static URI withApi(URI named) {
        String path = named.getRawPath() == null ? "" : named.getRawPath();
        return path.equals(API) || path.startsWith(API + "/") ? named : URI.create(named + API);
    }

    /** False: images have no sources of their own. */
    @Override
    public boolean direct() {
        return false;
    }

    @Override
    public List<String> privatePatterns() {
        return owned.stream().map(OwnedImages::pattern).toList();
    }

    @Override
    public List<String> owners() {
        return owned.stream()
                .map(OwnedImages::owner)
                .filter(ImageOwner.OneRegistry.class::isInstance)
                .map(owner -> ((ImageOwner.OneRegistry) owner).name())
                .distinct()
                .toList();
    }
}
