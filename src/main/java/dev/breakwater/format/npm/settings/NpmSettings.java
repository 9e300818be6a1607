package dev.breakwater.format.npm.settings;

import dev.breakwater.fetch.Policy;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a repository of npm packages.
 *
 * @param upstreams the upstreams, in the order of the file; empty to serve from the cache only
 * @param selection which upstream of a tier is tried first
 * @param owned the operator's own packages and their owners; the first pattern that matches counts
 * @param unverified what to do with versions that no key has signed
 * @param provenance which versions must have provenance
 * @param keys the keys that sign versions
 * @param fresh how long a document is current
 * @param staleIfError how long after that it may still be served if upstreams fail; missing: no limit
 * @param healthInterval how often upstreams are probed; missing: rarely, to spare public mirrors
 * @param authorities the names of the upstreams whose word decides, if they answer
 * @param audits the names of the upstreams that are asked for advisories
 */
public record NpmSettings(
        List<UpstreamSettings> upstreams,
        Selection selection,
        List<OwnedPackages> owned,
        Policy.Unverified unverified,
        ProvenanceSettings provenance,
        SigningKeysSetting keys,
        Duration fresh,
        @Nullable Duration staleIfError,
        @Nullable Duration healthInterval,
        Set<String> authorities,
        Set<String> audits)
        implements ChainSettings {
    /** Makes the collections immutable. */
    public NpmSettings {
        upstreams = List.copyOf(upstreams);
        owned = List.copyOf(owned);
        authorities = Set.copyOf(authorities);
        audits = Set.copyOf(audits);
    }

    /** False: packages have no repositories of their own to fetch from. */
    @Override
    public boolean direct() {
        return false;
    }

    @Override
    public List<String> privatePatterns() {
        return owned.stream().map(OwnedPackages::pattern).toList();
    }

    @Override
    public List<String> owners() {
        return owned.stream()
                .flatMap(each -> each.owner() instanceof PackageOwner.OneUpstream(String name)
                        ? Stream.of(name)
                        : Stream.empty())
                .distinct()
                .toList();
    }
}
