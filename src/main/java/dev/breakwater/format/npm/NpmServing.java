package dev.breakwater.format.npm;

import dev.breakwater.fetch.Policy;
import dev.breakwater.format.npm.advisory.Audits;
import dev.breakwater.format.npm.document.VersionComparison;
import dev.breakwater.format.npm.publish.HostedKeys;
import dev.breakwater.format.npm.publish.HostedPackages;
import dev.breakwater.format.npm.publish.HostedWrites;
import dev.breakwater.format.npm.search.HostedSearch;
import dev.breakwater.format.npm.search.Searches;
import dev.breakwater.format.npm.settings.NpmSettings;
import dev.breakwater.format.npm.settings.OwnedPackages;
import dev.breakwater.format.npm.settings.PackageOwner;
import dev.breakwater.format.npm.settings.ProvenanceSettings;
import dev.breakwater.format.npm.signature.OwnKey;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.RepositoryContext;
import dev.breakwater.repository.RootPaths;
import dev.breakwater.repository.RunningFormat;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Tiers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** npm packages in a running server: the factory of their repositories. */
final class NpmServing implements RunningFormat {
    /** How long every client waits for a first byte: yarn 1 gives up after 30 s, npm after 300. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FormatContext server;
    private final HostedPackages packages;
    private @Nullable OwnKey ownKey;

    /** In {@code server}. */
    NpmServing(FormatContext server) {
        this.server = server;
        this.packages = new HostedPackages(server, folder().resolve("publishing"));
    }

    private Path folder() {
        return server.dataFolder().resolve("npm");
    }

    /** What is published here is signed with the same key in every repository. */
    private OwnKey ownKey() throws IOException {
        OwnKey key = ownKey == null ? OwnKey.at(folder().resolve("signing-key.pem")) : ownKey;
        ownKey = key;
        return key;
    }

    private HostedWrites hosted(HostedKeys keys) throws IOException {
        try {
            packages.recover(keys);
        } catch (InterruptedException e) {
            throw new IOException("interrupted while the remains of publications were removed", e);
        }
        return new HostedWrites(packages, keys, ownKey());
    }

    @Override
    public Repository open(RepositoryContext repository) throws IOException {
        NpmSettings settings = repository.settings(NpmSettings.class);
        SigningKeys keys = settings.keys().read();
        Policy policy = new Policy(PATIENCE, settings.unverified(), true, false, settings.staleIfError(), false);
        NpmResources publics = resources(
                repository.name(),
                repository.mirrors(),
                settings,
                settings.provenance(),
                keys,
                policy,
                new VersionComparison(repository.name(), server.events()));
        Ownership<OwnedResources> ownership = new Ownership<>(owned(repository, settings, keys, policy));
        return new NpmRepository(publics, ownership, services(repository, settings, ownership, keys));
    }

    @Override
    public Optional<RootPaths> root() {
        return Optional.of(new NpmRoot());
    }

    private NpmServices services(
            RepositoryContext repository, NpmSettings settings, Ownership<OwnedResources> ownership, SigningKeys keys)
            throws IOException {
        Tiers mirrors = repository.mirrors();
        HostedKeys hosted = new HostedPackageKeys(PrivateHome.of(repository.name()));
        List<List<Origin>> audited = mirrors.tiers().stream()
                .map(tier -> tier.stream()
                        .filter(origin -> settings.audits().contains(origin.name()))
                        .toList())
                .filter(tier -> !tier.isEmpty())
                .toList();
        return new NpmServices(
                new DocumentAnswers(server.fetcher()),
                new DocumentedTarballs(server.fetcher()),
                new Audits(
                        repository.name(),
                        new Tiers(mirrors.name(), mirrors.selection(), audited),
                        ownership::isPrivate,
                        server.store(),
                        server.fetcher()),
                new Searches(
                        repository.name(),
                        mirrors,
                        settings.privatePatterns(),
                        ownership::isPrivate,
                        new HostedSearch(packages.listing(hosted)::all, name -> isHosted(ownership, name)),
                        server.fetcher()),
                new NpmAccounts(server.store()),
                new NpmTokens(repository.name(), server.store(), server.events()),
                new TrustedPublishing(server.store()),
                keys.and(ownKey().shown()).text(),
                hosted(hosted));
    }

    private static boolean isHosted(Ownership<OwnedResources> ownership, String name) {
        return ownership.of(name) instanceof Ownership.NameOwner.OwnName<OwnedResources>(var _, OwnedResources owner)
                && owner.hosted();
    }

    private List<Ownership.OwnedNames<OwnedResources>> owned(
            RepositoryContext repository, NpmSettings settings, SigningKeys keys, Policy policy) {
        String home = PrivateHome.of(repository.name());
        List<Ownership.OwnedNames<OwnedResources>> owned = new ArrayList<>();
        for (OwnedPackages each : settings.owned()) {
            boolean hosted = each.owner() instanceof PackageOwner.Hosted;
            Tiers origins = switch (each.owner()) {
                case PackageOwner.Hosted _ -> new Tiers(home, Selection.PRIORITY, List.of());
                case PackageOwner.OneUpstream(String name) ->
                    new Tiers(home, Selection.PRIORITY, List.of(List.of(repository.upstream(name))));
            };
            // what is published here can't have provenance yet
            ProvenanceSettings provenance = hosted ? ProvenanceSettings.NONE : settings.provenance();
            NpmResources resources =
                    resources(home, origins, settings, provenance, keys, policy.forPrivate(), VersionComparison.NONE);
            owned.add(new Ownership.OwnedNames<>(each.pattern(), new OwnedResources(resources, hosted)));
        }
        return owned;
    }

    private NpmResources resources(
            String stored,
            Tiers origins,
            NpmSettings settings,
            ProvenanceSettings provenance,
            SigningKeys keys,
            Policy policy,
            VersionComparison comparison) {
        return new NpmResources(
                stored,
                origins,
                settings.authorities(),
                provenance,
                keys,
                settings.fresh(),
                policy,
                server.fetcher(),
                new HeldPackages(stored, server.store(), server.events()),
                server.clocks().wall(),
                comparison);
    }
}
