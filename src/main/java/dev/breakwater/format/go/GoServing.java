package dev.breakwater.format.go;

import dev.breakwater.event.Event;
import dev.breakwater.fetch.Policy;
import dev.breakwater.format.go.direct.DirectOrigins;
import dev.breakwater.format.go.publish.Publications;
import dev.breakwater.format.go.refresh.IndexFeedReader;
import dev.breakwater.format.go.settings.GoSettings;
import dev.breakwater.format.go.settings.OnTrouble;
import dev.breakwater.format.go.settings.PrivateSettings;
import dev.breakwater.format.go.settings.WarmSettings;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.RepositoryContext;
import dev.breakwater.repository.RunningFormat;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Reserve;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.SubpathOrigin;
import dev.breakwater.upstream.Tiers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Go modules in a running server: the parts that their repositories share, and the factory of repositories. */
final class GoServing implements RunningFormat {
    /** How long every client waits for a first byte. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FormatContext server;
    private final DirectOrigins direct;
    private final Publications publications;

    /** By repository. */
    private final Map<String, IndexFeedReader> feeds = new HashMap<>();

    private GoServing(FormatContext server, DirectOrigins direct, Publications publications) {
        this.server = server;
        this.direct = direct;
        this.publications = publications;
    }

    /** Rolls back publications that a stop of the server interrupted, and creates the shared parts. */
    static GoServing start(FormatContext server) throws IOException {
        DirectOrigins direct = new DirectOrigins(
                server.settings(),
                server.events(),
                server.clocks().wall(),
                server.clocks().steady(),
                server.fetches());
        Publications publications = new Publications(
                server.store(),
                server.fetcher(),
                server.dataFolder().resolve("publishing"),
                server.changes(),
                server.events(),
                server.clocks().wall());
        publications.recover();
        return new GoServing(server, direct, publications);
    }

    @Override
    public Repository open(RepositoryContext repository) throws IOException {
        GoSettings settings = repository.settings(GoSettings.class);
        Tiers mirrors = repository.mirrors();
        Tiers origins = settings.direct() ? direct.behind(mirrors) : mirrors;
        List<GoModules.DatabasePlan> databases = settings.databases().stream()
                .map(database -> database(repository, database))
                .toList();
        if (databases.isEmpty()) {
            server.events()
                    .publish(new Event.LogNote(
                            repository.name(),
                            "no checksum database is configured: the server checks only the form of zips, and can't verify their"
                                    + " content"));
        }
        GoModules.RepositoryPlan plan = new GoModules.RepositoryPlan(
                repository.name(),
                origins,
                databases,
                privates(repository, settings),
                settings.fresh(),
                policy(settings),
                settings.prefetch(),
                warming(repository.name(), settings.warm()));
        return GoModules.repository(
                plan, server.store(), server.fetcher(), publications, server.events(), server.clocks());
    }

    /** The index readers, which outlive their repositories: they know which lines they have seen. */
    private ModuleRefresh.WarmPlan warming(String repository, WarmSettings settings) {
        if (settings.indexFeed() == null) {
            feeds.remove(repository);
            return new ModuleRefresh.WarmPlan(settings, null);
        }
        IndexFeedReader reader = feeds.computeIfAbsent(
                repository,
                name -> new IndexFeedReader(
                        server.dataFolder().resolve("feeds").resolve(name),
                        IndexFeedReader.over(server.web()),
                        server.events(),
                        server.clocks().wall()));
        return new ModuleRefresh.WarmPlan(settings, reader);
    }

    private static Policy policy(GoSettings settings) {
        return new Policy(
                PATIENCE,
                settings.unverified(),
                true,
                settings.onTrouble() == OnTrouble.FALL_THROUGH,
                settings.staleIfError(),
                false);
    }

    private List<GoModules.PrivatePlan> privates(RepositoryContext repository, GoSettings settings) throws IOException {
        List<GoModules.PrivatePlan> privates = new ArrayList<>();
        for (PrivateSettings each : settings.privates()) {
            ModuleOwner owner = switch (each.owner()) {
                case PrivateSettings.Owner.OwnRepositories _ ->
                    new ModuleOwner.Origins(direct.alone(repository.name(), each));
                case PrivateSettings.Owner.Uploaded _ -> new ModuleOwner.HostedHere();
                case PrivateSettings.Owner.NamedUpstream(String from) ->
                    new ModuleOwner.Origins(new Tiers(
                            repository.name(), Selection.PRIORITY, List.of(List.of(repository.upstream(from)))));
            };
            privates.add(new GoModules.PrivatePlan(each.pattern(), owner));
        }
        return privates;
    }

    private GoModules.DatabasePlan database(RepositoryContext repository, DatabaseSettings database) {
        Tiers mirrors = repository.mirrors();
        List<List<Origin>> tiers = new ArrayList<>();
        for (DatabaseSettings.Source source : database.sources()) {
            switch (source) {
                case DatabaseSettings.Source.Upstreams _ ->
                    mirrors.tiers().forEach(tier -> tiers.add(below(tier, database)));
                case DatabaseSettings.Source.At(URI url) ->
                    tiers.add(List.of(repository.others().apply(url)));
            }
        }
        boolean fromUpstreams =
                database.sources().stream().anyMatch(DatabaseSettings.Source.Upstreams.class::isInstance);
        Reserve reserve = new Reserve(fromUpstreams ? below(mirrors.reserve().origins(), database) : List.of());
        Path head =
                server.dataFolder().resolve("sumdb").resolve(database.name()).resolve("head");
        return new GoModules.DatabasePlan(
                database.key(), new Tiers(database.name(), mirrors.selection(), tiers, reserve), head);
    }

    /** The origins of {@code database} at {@code mirrors}. */
    private static List<Origin> below(List<Origin> mirrors, DatabaseSettings database) {
        return mirrors.stream()
                .map(mirror -> (Origin) new SubpathOrigin(mirror, "sumdb/" + database.name() + "/"))
                .toList();
    }

    @Override
    public void check() {
        try {
            direct.check();
        } catch (IOException e) {
            server.events().publish(new Event.Alarm("git", String.valueOf(e.getMessage()), e));
        }
    }
}
