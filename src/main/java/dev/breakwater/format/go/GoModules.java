package dev.breakwater.format.go;

import dev.breakwater.event.Events;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Policy;
import dev.breakwater.format.go.ahead.Anticipation;
import dev.breakwater.format.go.ahead.ModulesAhead;
import dev.breakwater.format.go.checksum.ChecksumPages;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.checksum.DatabaseChecksums;
import dev.breakwater.format.go.checksum.DatabaseResources;
import dev.breakwater.format.go.checksum.HeadFile;
import dev.breakwater.format.go.checksum.TileSource;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.publish.Publications;
import dev.breakwater.format.go.settings.Prefetch;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.repository.Repository;
import dev.breakwater.store.Store;
import dev.breakwater.sumdb.Database;
import dev.breakwater.sumdb.VerifierKey;
import dev.breakwater.upstream.Tiers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Builds repositories of Go modules. */
public final class GoModules {
    /**
     * A checksum database.
     *
     * @param key its verifier key, {@code name+hash+base64}
     * @param origins its sources, each below its address for this database
     * @param head the file that keeps its newest tree head
     */
    public record DatabasePlan(String key, Tiers origins, Path head) {}

    /**
     * The plan of a repository.
     *
     * @param name its name
     * @param origins its upstreams
     * @param databases the checksum databases; with none, only the form is checked
     * @param privates the private modules; the first pattern that matches counts
     * @param fresh how long lists and queries are current
     * @param policy its policy
     * @param prefetch what is fetched ahead of a build
     * @param warm what is kept up to date ahead of requests
     */
    public record RepositoryPlan(
            String name,
            Tiers origins,
            List<DatabasePlan> databases,
            List<PrivatePlan> privates,
            Duration fresh,
            Policy policy,
            Prefetch prefetch,
            ModuleRefresh.WarmPlan warm) {}

    /**
     * Private modules under one pattern.
     *
     * @param pattern a GOPRIVATE glob
     * @param owner their owner
     */
    public record PrivatePlan(String pattern, ModuleOwner owner) {}

    private GoModules() {}

    /**
     * The repository that serves {@code plan}.
     *
     * @throws IllegalArgumentException if a key is malformed
     */
    public static Repository repository(
            RepositoryPlan plan,
            Store store,
            Fetcher fetcher,
            Publications publications,
            Events events,
            Clocks clocks) {
        InstantSource clock = clocks.wall();
        PrivateModules privates = new PrivateModules(plan, store, fetcher, publications, events, clock);
        List<ChecksumPages.ServedDatabase> served = new ArrayList<>();
        for (DatabasePlan database : plan.databases()) {
            served.add(serve(plan, database, store, fetcher, events, clock));
        }
        HeldModules held = new HeldModules(plan.name(), store, events);
        Anticipation ahead = ahead(plan, privates, fetcher, clocks);
        GoResources resources = new GoResources(
                plan.name(),
                plan.origins(),
                checksums(served),
                plan.fresh(),
                plan.policy(),
                fetcher,
                held,
                ahead,
                events);
        return new GoRepository(
                privates,
                resources,
                ahead,
                new ChecksumPages(served, privates.ownership(), clock),
                new ModuleRefresh(plan.name(), privates, resources, plan.warm(), store, fetcher));
    }

    private static Anticipation ahead(RepositoryPlan plan, PrivateModules privates, Fetcher fetcher, Clocks clocks) {
        Predicate<String> isPublic =
                module -> privates.ownership().of(module) instanceof Ownership.NameOwner.PublicName;
        return switch (plan.prefetch()) {
            case OFF -> Anticipation.NONE;
            case METADATA -> new ModulesAhead(fetcher, isPublic, false, clocks.steady());
            case FULL -> new ModulesAhead(fetcher, isPublic, true, clocks.steady());
        };
    }

    private static ChecksumPages.ServedDatabase serve(
            RepositoryPlan plan,
            DatabasePlan planned,
            Store store,
            Fetcher fetcher,
            Events events,
            InstantSource clock) {
        VerifierKey key = VerifierKey.parse(planned.key());
        DatabaseResources resources = new DatabaseResources(plan.name(), key.name(), planned.origins());
        TileSource tiles = new TileSource(resources, store, fetcher, events, clock);
        Database database = new Database(key, tiles, new HeadFile(planned.head(), key, events), events, clock);
        return new ChecksumPages.ServedDatabase(
                database, resources, new DatabaseChecksums(database, resources, fetcher), tiles, fetcher);
    }

    private static Checksums checksums(List<ChecksumPages.ServedDatabase> served) {
        return switch (served.size()) {
            case 0 -> Checksums.NONE;
            case 1 -> served.getFirst().checksums();
            default -> (module, version) -> first(served, module, version);
        };
    }

    /** The first record of any database; else why there is none, first of all a forged record or an unavailable database. */
    private static Checksums.ChecksumStatement first(
            List<ChecksumPages.ServedDatabase> served, ModulePath module, Version version) throws InterruptedException {
        Checksums.ChecksumStatement result =
                new Checksums.NotRecorded("no checksum database has a record of " + module + "@" + version);
        for (ChecksumPages.ServedDatabase one : served) {
            Checksums.ChecksumStatement record = one.checksums().record(module, version);
            if (record instanceof Checksums.Recorded) {
                return record;
            }
            boolean graver = record instanceof Checksums.Lied
                    || (record instanceof Checksums.SourcesDown && !(result instanceof Checksums.Lied));
            result = graver ? record : result;
        }
        return result;
    }
}
