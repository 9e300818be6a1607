package dev.breakwater.format.go;

import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Policy;
import dev.breakwater.format.go.ahead.Anticipation;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.publish.Publications;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Store;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Tiers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The private modules of a repository, each with the chain of its owner only. They are stored apart from public ones, under a
 * repository name that no repository can have: content fetched from a public mirror can never pass for the private module of
 * the same name, and private content is never served as public after its pattern is removed.
 */
final class PrivateModules {
    private final String repository;
    private final Publications publications;
    private final Ownership<Owned> ownership;

    /**
     * The modules under one pattern.
     *
     * @param resources their resources
     * @param hosted whether this server is the only source
     * @param published the versions uploaded here, also if there are others
     */
    record Owned(GoResources resources, boolean hosted, HostedModules published) {
        /** The caller for a request with {@code storeOnly}: hosted modules have no other source than the store. */
        Caller caller(boolean storeOnly) {
            return new Caller(storeOnly || hosted, List.of());
        }
    }

    /** The private modules of {@code plan}. */
    PrivateModules(
            GoModules.RepositoryPlan plan,
            Store store,
            Fetcher fetcher,
            Publications publications,
            Events events,
            InstantSource clock) {
        repository = PrivateHome.of(plan.name());
        this.publications = publications;
        HostedModules published =
                new HostedModules(repository, publications, fetcher, Freshness.of(plan.fresh()), events, clock);
        Policy policy = plan.policy().forPrivate();
        List<Ownership.OwnedNames<Owned>> owned = new ArrayList<>();
        for (GoModules.PrivatePlan each : plan.privates()) {
            boolean hosted = each.owner() instanceof ModuleOwner.HostedHere;
            Tiers origins = switch (each.owner()) {
                case ModuleOwner.Origins(Tiers tiers) -> tiers;
                case ModuleOwner.HostedHere h -> new Tiers(repository, Selection.PRIORITY, List.of());
            };
            HeldModules held = hosted
                    ? HeldModules.everything(repository, store, events)
                    : new HeldModules(repository, store, events);
            GoResources resources = new GoResources(
                    repository,
                    origins,
                    Checksums.NONE,
                    plan.fresh(),
                    policy,
                    fetcher,
                    held,
                    Anticipation.NONE,
                    events);
            owned.add(new Ownership.OwnedNames<>(each.pattern(), new Owned(resources, hosted, published)));
        }
        ownership = new Ownership<>(owned);
    }

    /** Which modules these are, and what owns each. */
    Ownership<Owned> ownership() {
        return ownership;
    }

    /** The reception of an upload for {@code version} of {@code module}. */
    Reception reception(ModulePath module, Version version) {
        return new Reception() {
            @Override
            public Staged stage() throws IOException {
                return publications.stage();
            }

            @Override
            public Answer keep(Staged content, String by) throws InterruptedException {
                return publications.keep(repository, module, version, content, by);
            }
        };
    }
}
