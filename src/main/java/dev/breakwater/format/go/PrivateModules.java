package dev.breakwater.format.go;

import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Policy;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.PrivateHome;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.publish.Publications;
import dev.breakwater.ownership.Ownership;
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
 * The private modules of a repository, each with the chain of its owner alone. They are kept apart from public ones, under
 * a repository's name that no repository can have: what was once fetched from a public mirror under a name can never pass
 * for the private module of that name, and what is private is never served as public once its pattern is taken away.
 */
final class PrivateModules {
    private final String repository;
    private final Publications publications;
    private final Ownership<Owned> ownership;

    /**
     * The modules under one pattern.
     *
     * @param resources what they consist of
     * @param hosted whether there is only what was uploaded here
     * @param published what was uploaded here, also where there is more
     */
    record Owned(GoResources resources, boolean hosted, HostedModules published) {
        /** Who asks, when {@code storeOnly} is what they want: of what is hosted there is no more than what is held. */
        Caller caller(boolean storeOnly) {
            return new Caller(storeOnly || hosted, List.of());
        }
    }

    /** The modules of {@code plan} that are private. */
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
            GoResources resources =
                    new GoResources(repository, origins, Checksums.NONE, plan.fresh(), policy, fetcher, held, events);
            owned.add(new Ownership.OwnedNames<>(each.pattern(), new Owned(resources, hosted, published)));
        }
        ownership = new Ownership<>(owned);
    }

    /** Which modules these are, and what owns each. */
    Ownership<Owned> ownership() {
        return ownership;
    }

    /** Takes in an upload that is to be {@code version} of {@code module}. */
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
