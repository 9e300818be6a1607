package dev.breakwater.app;

import dev.breakwater.address.HostNames;
import dev.breakwater.auth.Access;
import dev.breakwater.auth.AccessBuilder;
import dev.breakwater.auth.AccessSettings;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Policy;
import dev.breakwater.format.go.GoModules;
import dev.breakwater.format.go.ModuleOwner;
import dev.breakwater.format.go.direct.DirectOrigins;
import dev.breakwater.format.go.publish.Publications;
import dev.breakwater.format.go.settings.GoSettings;
import dev.breakwater.format.go.settings.OnTrouble;
import dev.breakwater.format.go.settings.PrivateSettings;
import dev.breakwater.http.FrontSettings;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.repository.Front;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Site;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.Store;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.MonitoredOrigin;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Probes;
import dev.breakwater.upstream.Reserve;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.SubpathOrigin;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Builds sites from settings, over what lasts. A repository whose settings have not changed stays the same object, and so
 * does a site none of whose repositories have: what is kept ready of them stays good. Used by one thread at a time.
 */
final class SiteBuilder {
    private static final Duration GO_PATIENCE = Duration.ofSeconds(20);

    /**
     * What stays the same whatever is configured.
     *
     * @param node our name in the Via of what we send
     */
    record SharedParts(
            String node,
            Store store,
            Fetcher fetcher,
            DirectOrigins direct,
            AccessBuilder permissions,
            Publications publications,
            Health health,
            Events events,
            InstantSource clock,
            InstantSource steady) {}

    private record BuiltRepository(Repository repository, Probes.WatchedTiers watch) {}

    private final String node;
    private final Store store;
    private final Fetcher fetcher;
    private final DirectOrigins direct;
    private final AccessBuilder permissions;
    private final Publications publications;
    private final Health health;
    private final Events events;
    private final InstantSource clock;
    private final InstantSource steady;
    private OutboundHttp web;
    private Map<RepositorySettings, BuiltRepository> made = Map.of();
    private Site site = new Site(Map.of());

    SiteBuilder(SharedParts lasting, OutboundHttp web) {
        this.node = lasting.node();
        this.store = lasting.store();
        this.fetcher = lasting.fetcher();
        this.direct = lasting.direct();
        this.permissions = lasting.permissions();
        this.publications = lasting.publications();
        this.health = lasting.health();
        this.events = lasting.events();
        this.clock = lasting.clock();
        this.steady = lasting.steady();
        this.web = web;
    }

    /**
     * The site of {@code settings}; {@code through} is the way out that they describe.
     *
     * @throws IOException where a folder that it needs cannot be made
     */
    Site site(Settings settings, OutboundHttp through) throws IOException {
        Map<RepositorySettings, BuiltRepository> kept = through.equals(web) ? made : Map.of();
        web = through;
        Map<RepositorySettings, BuiltRepository> next = new HashMap<>();
        Map<String, Repository> repositories = new HashMap<>();
        for (RepositorySettings repository : settings.repositories().values()) {
            BuiltRepository before = kept.get(repository);
            BuiltRepository now = before == null
                    ? made(repository, settings.get(DataSettings.class).folder())
                    : before;
            next.put(repository, now);
            repositories.put(repository.name(), now.repository());
        }
        made = next;
        Access access = permissions.access(settings.get(AccessSettings.class), through);
        Site built = new Site(repositories, access, permissions.remote(), front(settings));
        site = built.equals(site) ? site : built;
        return site;
    }

    private static Front front(Settings settings) {
        FrontSettings front = settings.get(FrontSettings.class);
        ServerSettings server = settings.get(ServerSettings.class);
        Set<String> names = new HashSet<>(front.hosts());
        names.add(server.listen().host().toLowerCase(Locale.ROOT));
        if (server.publicUrl() != null) {
            names.add(server.publicUrl().getHost().toLowerCase(Locale.ROOT));
        }
        return new Front(new HostNames(names), front.proxies(), server.publicUrl());
    }

    /** The origins of the last site, to be probed. */
    List<Probes.WatchedTiers> watches() {
        return made.values().stream().map(BuiltRepository::watch).toList();
    }

    private BuiltRepository made(RepositorySettings named, Path dataDir) throws IOException {
        String name = named.name();
        GoSettings repository = named.as(GoSettings.class)
                .orElseThrow(() -> new IllegalStateException("no format serves " + named.format()));
        Map<String, Origin> upstreams = upstreams(repository);
        Tiers mirrors = mirrors(name, repository, upstreams);
        Tiers origins = repository.direct() ? direct.behind(mirrors) : mirrors;
        List<GoModules.DatabasePlan> databases = repository.databases().stream()
                .map(database -> database(database, mirrors, dataDir))
                .toList();
        if (databases.isEmpty()) {
            events.publish(new Event.LogNote(
                    name,
                    "no checksum database is configured: zips are checked for their form alone, nothing vouches for their"
                            + " content"));
        }
        GoModules.RepositoryPlan plan = new GoModules.RepositoryPlan(
                name,
                origins,
                databases,
                privates(name, repository, upstreams),
                repository.fresh(),
                new Policy(
                        GO_PATIENCE,
                        repository.unverified(),
                        true,
                        repository.onTrouble() == OnTrouble.FALL_THROUGH,
                        repository.staleIfError(),
                        false));
        return new BuiltRepository(
                GoModules.repository(plan, store, fetcher, publications, events, clock),
                new Probes.WatchedTiers(mirrors, repository.healthInterval()));
    }

    private Map<String, Origin> upstreams(GoSettings repository) {
        Map<String, Origin> upstreams = new HashMap<>();
        for (UpstreamSettings upstream : repository.upstreams()) {
            upstreams.put(upstream.name(), watched(mirror(upstream), upstream.concurrency()));
        }
        return upstreams;
    }

    /** Whom to ask for what is nobody's own. */
    private static Tiers mirrors(String name, GoSettings repository, Map<String, Origin> upstreams) {
        List<Origin> primary = new ArrayList<>();
        List<Origin> backup = new ArrayList<>();
        List<Origin> reserve = new ArrayList<>();
        for (UpstreamSettings upstream : repository.upstreams()) {
            if (!upstream.privateOnly()) {
                List<Origin> tier = switch (upstream.tier()) {
                    case PRIMARY -> primary;
                    case BACKUP -> backup;
                    case RESERVE -> reserve;
                };
                tier.add(Objects.requireNonNull(upstreams.get(upstream.name())));
            }
        }
        List<List<Origin>> tiers = new ArrayList<>(List.of(primary, backup));
        tiers.removeIf(List::isEmpty);
        Tiers chosen = new Tiers(name, repository.selection(), tiers, new Reserve(reserve));
        return tiers.isEmpty() ? chosen.withReserve() : chosen;
    }

    private List<GoModules.PrivatePlan> privates(String name, GoSettings repository, Map<String, Origin> upstreams)
            throws IOException {
        List<GoModules.PrivatePlan> privates = new ArrayList<>();
        for (PrivateSettings each : repository.privates()) {
            ModuleOwner owner = switch (each.owner()) {
                case PrivateSettings.Owner.OwnRepositories d -> new ModuleOwner.Origins(direct.alone(name, each));
                case PrivateSettings.Owner.Hosted h -> new ModuleOwner.HostedHere();
                case PrivateSettings.Owner.OneUpstream(String from) ->
                    new ModuleOwner.Origins(new Tiers(
                            name, Selection.PRIORITY, List.of(List.of(Objects.requireNonNull(upstreams.get(from))))));
            };
            privates.add(new GoModules.PrivatePlan(each.pattern(), owner));
        }
        return privates;
    }

    private Mirror mirror(UpstreamSettings upstream) {
        Map<String, String> headers = new HashMap<>(signature());
        headers.putAll(WayOut.headers(upstream));
        return new Mirror(
                new Mirror.MirrorAddress(
                        upstream.name(),
                        upstream.url(),
                        upstream.domain(),
                        upstream.weight(),
                        upstream.peer(),
                        headers,
                        upstream.proxy()),
                upstream.timeouts(),
                web.trusting(WayOut.endpoints(upstream)));
    }

    /** By this we know a request of ours that comes back to us. */
    private Map<String, String> signature() {
        return Map.of("Via", "1.1 " + node);
    }

    private Origin watched(Origin origin, int atOnce) {
        return new MonitoredOrigin(origin, atOnce, health, events, steady);
    }

    private GoModules.DatabasePlan database(DatabaseSettings database, Tiers mirrors, Path dataDir) {
        List<List<Origin>> tiers = new ArrayList<>();
        for (DatabaseSettings.Source source : database.sources()) {
            switch (source) {
                case DatabaseSettings.Source.Upstreams u ->
                    mirrors.tiers()
                            .forEach(tier -> tiers.add(tier.stream()
                                    .map(origin -> (Origin) new SubpathOrigin(origin, "sumdb/" + database.name() + "/"))
                                    .toList()));
                case DatabaseSettings.Source.At(URI url) ->
                    tiers.add(List.of(watched(
                            new Mirror(
                                    new Mirror.MirrorAddress(
                                            url.getHost(), url, url.getHost(), 1, false, signature(), null),
                                    Mirror.MirrorLimits.USUAL,
                                    web.trusting(Endpoint.ofUpstream(url))),
                            UpstreamSettings.AT_ONCE)));
            }
        }
        Reserve reserve = new Reserve(
                database.sources().stream().anyMatch(DatabaseSettings.Source.Upstreams.class::isInstance)
                        ? mirrors.reserve().origins().stream()
                                .map(origin -> (Origin) new SubpathOrigin(origin, "sumdb/" + database.name() + "/"))
                                .toList()
                        : List.of());
        Path head = dataDir.resolve("sumdb").resolve(database.name()).resolve("head");
        return new GoModules.DatabasePlan(
                database.key(), new Tiers(database.name(), mirrors.selection(), tiers, reserve), head);
    }
}
