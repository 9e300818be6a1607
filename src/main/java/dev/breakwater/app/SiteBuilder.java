package dev.breakwater.app;

import dev.breakwater.address.HostNames;
import dev.breakwater.auth.Access;
import dev.breakwater.auth.AccessBuilder;
import dev.breakwater.auth.AccessSettings;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Events;
import dev.breakwater.http.FrontSettings;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.repository.Front;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.RepositoryContext;
import dev.breakwater.repository.RootPaths;
import dev.breakwater.repository.RunningFormat;
import dev.breakwater.repository.SharedRoot;
import dev.breakwater.repository.Site;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.MonitoredOrigin;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Probes;
import dev.breakwater.upstream.Reserve;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The builder of sites from settings, on top of the permanent parts. A repository with unchanged settings stays the same
 * object, and so does a site with only such: their hot answers stay valid. Used by one thread at a time.
 */
final class SiteBuilder {
    /**
     * The permanent parts, independent of the configuration.
     *
     * @param node this server's name in {@code Via}
     * @param formats by the name of the format
     */
    record SharedParts(
            String node,
            Map<String, RunningFormat> formats,
            AccessBuilder permissions,
            Health health,
            Events events,
            InstantSource steady) {}

    private record BuiltRepository(Repository repository, Probes.WatchedTiers watch) {}

    private final String node;
    private final Map<String, RunningFormat> formats;
    private final Map<String, RootPaths> roots = new HashMap<>();
    private final AccessBuilder permissions;
    private final Health health;
    private final Events events;
    private final InstantSource steady;
    private OutboundHttp web;
    private Map<RepositorySettings, BuiltRepository> made = Map.of();
    private Site site = new Site(Map.of());

    SiteBuilder(SharedParts lasting, OutboundHttp web) {
        this.node = lasting.node();
        this.formats = Map.copyOf(lasting.formats());
        this.formats.forEach((name, format) -> format.root().ifPresent(paths -> roots.put(name, paths)));
        this.permissions = lasting.permissions();
        this.health = lasting.health();
        this.events = lasting.events();
        this.steady = lasting.steady();
        this.web = web;
    }

    /**
     * The site of {@code settings}; {@code through} is their outbound HTTP client.
     *
     * @throws IOException if a folder that it needs can't be created
     */
    Site site(Settings settings, OutboundHttp through) throws IOException {
        Map<RepositorySettings, BuiltRepository> kept = through.equals(web) ? made : Map.of();
        web = through;
        Map<RepositorySettings, BuiltRepository> next = new HashMap<>();
        Map<String, Repository> repositories = new HashMap<>();
        for (RepositorySettings repository : settings.repositories().values()) {
            BuiltRepository before = kept.get(repository);
            BuiltRepository now = before == null ? made(repository) : before;
            next.put(repository, now);
            repositories.put(repository.name(), now.repository());
        }
        made = next;
        Access access = permissions.access(settings.get(AccessSettings.class), through);
        Site built =
                new Site(repositories, access, permissions.remote(), front(settings), roots(settings, repositories));
        site = built.equals(site) ? site : built;
        return site;
    }

    /** What the repositories of each format share at the root of the host. */
    private List<SharedRoot> roots(Settings settings, Map<String, Repository> repositories) {
        List<SharedRoot> all = new ArrayList<>();
        roots.forEach((format, paths) -> {
            SortedMap<String, Repository> sharing = new TreeMap<>();
            settings.repositories().values().stream()
                    .filter(repository -> repository.format().equals(format))
                    .forEach(repository -> sharing.put(
                            repository.name(), Objects.requireNonNull(repositories.get(repository.name()))));
            if (!sharing.isEmpty()) {
                all.add(new SharedRoot(paths, sharing));
            }
        });
        return all;
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

    private BuiltRepository made(RepositorySettings repository) throws IOException {
        ChainSettings chain = ChainSettings.of(repository);
        RunningFormat format = formats.get(repository.format());
        if (format == null) {
            throw new IllegalStateException("no format serves " + repository.format());
        }
        Map<String, Origin> upstreams = upstreams(format, chain);
        Tiers mirrors = mirrors(repository.name(), chain, upstreams);
        return new BuiltRepository(
                format.open(new RepositoryContext(repository, upstreams, mirrors, this::unlisted)),
                new Probes.WatchedTiers(mirrors, chain.healthInterval(), Set.copyOf(chain.owners())));
    }

    private Map<String, Origin> upstreams(RunningFormat format, ChainSettings chain) {
        Map<String, Origin> upstreams = new HashMap<>();
        for (UpstreamSettings upstream : chain.upstreams()) {
            upstreams.put(upstream.name(), watched(mirror(format, chain, upstream), upstream.concurrency()));
        }
        return upstreams;
    }

    /** The upstreams for modules that are not private. */
    private static Tiers mirrors(String name, ChainSettings chain, Map<String, Origin> upstreams) {
        List<Origin> primary = new ArrayList<>();
        List<Origin> backup = new ArrayList<>();
        List<Origin> reserve = new ArrayList<>();
        for (UpstreamSettings upstream : chain.upstreams()) {
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
        Tiers chosen = new Tiers(name, chain.selection(), tiers, new Reserve(reserve));
        return tiers.isEmpty() ? chosen.withReserve() : chosen;
    }

    private Mirror mirror(RunningFormat format, ChainSettings chain, UpstreamSettings upstream) {
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
                web.trusting(upstream.endpoints()),
                format.protocol(chain, upstream));
    }

    /** The header that detects request loops. */
    private Map<String, String> signature() {
        return Map.of("Via", "1.1 " + node);
    }

    private Origin watched(Origin origin, int atOnce) {
        return new MonitoredOrigin(origin, atOnce, health, events, steady);
    }

    /** An origin at an address that is no upstream. */
    private Origin unlisted(URI url) {
        return watched(
                new Mirror(
                        new Mirror.MirrorAddress(url.getHost(), url, url.getHost(), 1, false, signature(), null),
                        Mirror.MirrorLimits.USUAL,
                        web.trusting(Endpoint.ofUpstream(url))),
                UpstreamSettings.AT_ONCE);
    }
}
