package dev.breakwater.format.oci;

import dev.breakwater.fetch.Policy;
import dev.breakwater.format.oci.name.TagPatterns;
import dev.breakwater.format.oci.pull.DescriptorSizes;
import dev.breakwater.format.oci.pull.ImageVerifiers;
import dev.breakwater.format.oci.push.HostedImages;
import dev.breakwater.format.oci.push.HostingRules;
import dev.breakwater.format.oci.push.ImageLocks;
import dev.breakwater.format.oci.settings.ImageOwner;
import dev.breakwater.format.oci.settings.OciSettings;
import dev.breakwater.format.oci.settings.OwnedImages;
import dev.breakwater.format.oci.settings.RegistryAccess;
import dev.breakwater.format.oci.settings.TagRule;
import dev.breakwater.format.oci.upstream.RegistryAuth;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.RepositoryContext;
import dev.breakwater.repository.RootPaths;
import dev.breakwater.repository.RunningFormat;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.ResponseRules;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Container images in a running server: the factory of their repositories. */
final class OciServing implements RunningFormat {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Bytes of any type may be a blob, and a digest tells whether they are the right ones. */
    private static final ResponseRules REGISTRY =
            new ResponseRules(ResponseRules.USUAL.absent(), ResponseRules.USUAL.denied(), true);

    /** Docker Hub says 401 of an image that does not exist, since it could be one that the caller may not see. */
    private static final ResponseRules DOCKER_HUB =
            new ResponseRules(Set.of(401, 404, 410), Set.of(403, 407, 418, 451), true);

    private final FormatContext server;
    private final ImageLocks locks = new ImageLocks();
    private final DescriptorSizes sizes;

    /** The patterns of names that take pushes, by repository. */
    private final Map<String, List<String>> pushTargets = new ConcurrentHashMap<>();

    /** In {@code server}. */
    OciServing(FormatContext server) {
        this.server = server;
        this.sizes = new DescriptorSizes(
                (image, manifests) -> StoredManifests.read(server.store(), image, manifests),
                server.clocks().steady());
    }

    @Override
    public Repository open(RepositoryContext repository) {
        OciSettings settings = repository.settings(OciSettings.class);
        Policy policy = new Policy(PATIENCE, Policy.Unverified.REFUSE, true, false, settings.staleIfError(), false);
        TagPatterns immutable = new TagPatterns(settings.immutableTags());
        boolean all = settings.tags() == TagRule.PINNED;
        ImageVerifiers verifiers = new ImageVerifiers(settings.authorities(), tag -> all || immutable.matches(tag));
        OciResources publics = resources(
                new OciResources.ImageChain(repository.name(), repository.mirrors(), false),
                verifiers,
                settings,
                policy);
        List<Ownership.OwnedNames<OciResources>> owned = new ArrayList<>();
        String home = PrivateHome.of(repository.name());
        for (OwnedImages each : settings.owned()) {
            List<List<Origin>> tiers = switch (each.owner()) {
                case ImageOwner.PushedHere _ -> List.of();
                case ImageOwner.OneRegistry(String name) -> List.of(List.of(repository.upstream(name)));
            };
            Tiers owner = new Tiers(home, Selection.PRIORITY, tiers);
            owned.add(new Ownership.OwnedNames<>(
                    each.pattern(),
                    resources(new OciResources.ImageChain(home, owner, true), verifiers, settings, policy)));
        }
        pushTargets.put(
                repository.name(),
                settings.owned().stream()
                        .filter(each -> each.owner() instanceof ImageOwner.PushedHere)
                        .map(each -> repository.name() + "/" + each.pattern())
                        .toList());
        return new OciRepository(
                settings,
                publics,
                new Ownership<>(owned),
                new OciAnswers(
                        repository.name(),
                        server.store(),
                        server.fetcher(),
                        server.clocks().wall()),
                new HeldImages(
                        repository.name(), server.store(), server.clocks().steady(), server.events(), HeldImages.MOST),
                hosted -> new HostedImages(
                        repository.name(),
                        new HostedKeysInStore(home),
                        new HostingRules(
                                hosted,
                                immutable,
                                settings.sparseImages(),
                                settings.keepUntagged(),
                                settings.collectEvery()),
                        locks,
                        server),
                this::pushTargets);
    }

    private String pushTargets() {
        List<String> all =
                pushTargets.values().stream().flatMap(List::stream).sorted().toList();
        return all.isEmpty()
                ? "no repository of this server takes pushes: one with hosted: true would"
                : "names that take pushes: " + String.join(", ", all);
    }

    private OciResources resources(
            OciResources.ImageChain chain, ImageVerifiers verifiers, OciSettings settings, Policy policy) {
        return new OciResources(chain, verifiers, sizes, settings.fresh(), policy, server.fetcher());
    }

    @Override
    public Mirror.MirrorProtocol protocol(ChainSettings repository, UpstreamSettings upstream) {
        RegistryAccess access =
                repository instanceof OciSettings settings ? settings.accessTo(upstream) : RegistryAccess.NONE;
        boolean hub = upstream.credentials() == null
                && access.source() == null
                && String.valueOf(upstream.url().getHost()).endsWith(".docker.io");
        return new Mirror.MirrorProtocol(
                hub ? DOCKER_HUB : REGISTRY,
                new RegistryAuth(
                        upstream,
                        access,
                        server.web(),
                        server.events(),
                        server.clocks().steady()));
    }

    @Override
    public Optional<RootPaths> root() {
        return Optional.of(new OciRoot());
    }
}
