package dev.breakwater.http;

import dev.breakwater.auth.Access;
import dev.breakwater.auth.Subject;
import dev.breakwater.event.Event;
import dev.breakwater.fetch.Caller;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Front;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.RootPaths;
import dev.breakwater.repository.SharedRoot;
import dev.breakwater.repository.Site;
import dev.breakwater.store.Key;
import dev.breakwater.testing.Certificates;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** The edge alone, on a free port, over a {@link Shelf}: what it serves is at {@code /go/NAME}. */
final class Stand implements AutoCloseable {
    final Shelf shelf;
    final HttpEdge edge;
    final Queue<Event.Served> served = new ConcurrentLinkedQueue<>();
    final Queue<Event.Audited> audited = new ConcurrentLinkedQueue<>();
    final Queue<Event.Alarm> alarms = new ConcurrentLinkedQueue<>();
    private final boolean tls;

    private Stand(Shelf shelf, boolean tls, EdgeSettings.EdgeLimits limits) throws IOException {
        this(shelf, tls, limits, everything(), Extension.NONE);
    }

    private static Site everything() {
        return new Site(Map.of("go", new Everything()));
    }

    private Stand(Shelf shelf, boolean tls, EdgeSettings.EdgeLimits limits, Site site, Extension extension)
            throws IOException {
        this.shelf = shelf;
        this.tls = tls;
        Certificates certificates = Certificates.shared();
        EdgeSettings.Tls pem = tls ? new EdgeSettings.Tls(certificates.chain(), certificates.key()) : null;
        edge = HttpEdge.start(
                new EdgeSettings("127.0.0.1", 0, pem, "stand", limits),
                () -> site,
                shelf,
                extension,
                this::happened,
                new Well(),
                InstantSource.system());
    }

    static Stand start(Shelf shelf, boolean tls) throws IOException {
        return new Stand(shelf, tls, EdgeSettings.EdgeLimits.USUAL);
    }

    /** One over which {@code access} watches, and where everything is confidential. */
    static Stand guarded(Shelf shelf, boolean tls, Access access) throws IOException {
        Repository all = request -> new Action.Get(
                Folder.resource("go", request.path()), Caller.ANYBODY, new Subject(request.path(), true));
        Site site = new Site(Map.of("go", all), access);
        return new Stand(shelf, tls, EdgeSettings.EdgeLimits.USUAL, site, Extension.NONE);
    }

    /** One that is reached as {@code front} has it, where everything is public. */
    static Stand behind(Shelf shelf, Access access, Front front) throws IOException {
        Site site = new Site(Map.of("go", new Everything()), access, access, front);
        return new Stand(shelf, false, EdgeSettings.EdgeLimits.USUAL, site, Extension.NONE);
    }

    /** The same where everything is confidential, and {@code remote} is for what comes through a proxy. */
    static Stand behind(Shelf shelf, Access access, Access remote, Front front) throws IOException {
        Repository all = request -> new Action.Get(
                Folder.resource("go", request.path()), Caller.ANYBODY, new Subject(request.path(), true));
        Site site = new Site(Map.of("go", all), access, remote, front);
        return new Stand(shelf, false, EdgeSettings.EdgeLimits.USUAL, site, Extension.NONE);
    }

    /** One that serves {@code repository} below {@code /go/}, over which {@code access} watches. */
    static Stand serving(Shelf shelf, Repository repository, Access access) throws IOException {
        return new Stand(
                shelf,
                false,
                EdgeSettings.EdgeLimits.USUAL,
                new Site(Map.of("go", repository), access),
                Extension.NONE);
    }

    /** The same; below {@code prefix}, at the root, is what {@code repository} serves too. */
    static Stand sharing(Shelf shelf, Repository repository, Access access, String prefix) throws IOException {
        RootPaths paths = new RootPaths() {
            @Override
            public List<String> prefixes() {
                return List.of(prefix);
            }

            @Override
            public Site.Route route(String path, String query, SortedMap<String, Repository> repositories) {
                return new Site.Route("go", repository, path.substring(prefix.length()));
            }
        };
        Map<String, Repository> all = Map.of("go", repository);
        List<SharedRoot> roots = List.of(new SharedRoot(paths, new TreeMap<>(all)));
        Site site = new Site(all, access, access, Front.USUAL, roots);
        return new Stand(shelf, false, EdgeSettings.EdgeLimits.USUAL, site, Extension.NONE);
    }

    /** One that takes in whatever is sent, as {@code receive} does. */
    static Stand receiving(
            Shelf shelf,
            boolean tls,
            Access access,
            Action.Receive receive,
            UnaryOperator<EdgeSettings.EdgeLimits> limits)
            throws IOException {
        Site site = new Site(
                Map.of("go", request -> request.method().equals("PUT") ? receive : new Action.NotAllowed("GET, HEAD")),
                access);
        return new Stand(shelf, tls, limits.apply(EdgeSettings.EdgeLimits.USUAL), site, Extension.NONE);
    }

    static Stand start(Shelf shelf, boolean tls, UnaryOperator<EdgeSettings.EdgeLimits> limits) throws IOException {
        return new Stand(shelf, tls, limits.apply(EdgeSettings.EdgeLimits.USUAL));
    }

    /** One that serves {@code extension} too, over which {@code access} watches. */
    static Stand extended(
            Shelf shelf, Extension extension, Access access, UnaryOperator<EdgeSettings.EdgeLimits> limits)
            throws IOException {
        Site site = new Site(Map.of("go", new Everything()), access);
        return new Stand(shelf, false, limits.apply(EdgeSettings.EdgeLimits.USUAL), site, extension);
    }

    private void happened(Event event) {
        if (event instanceof Event.Served request) {
            served.add(request);
        } else if (event instanceof Event.Audited record) {
            audited.add(record);
        } else if (event instanceof Event.Alarm alarm) {
            alarms.add(alarm);
        }
    }

    String url(String name) {
        return (tls ? "https" : "http") + "://127.0.0.1:" + edge.port() + path(name);
    }

    static String path(String name) {
        return "/go/" + name;
    }

    /** How many files and tails are open beyond those the hot cache holds; empties the cache. */
    long open() {
        shelf.names().forEach(name -> edge.forget(new Key("go", name)));
        return shelf.open();
    }

    @Override
    public void close() {
        edge.close(Duration.ZERO);
    }

    /** Asks the fetcher for everything. */
    private record Everything() implements Repository {
        @Override
        public Action action(Request request) {
            return request.method().equals("GET")
                    ? new Action.Get(Folder.resource("go", request.path()), Caller.ANYBODY)
                    : new Action.NotAllowed("GET, HEAD");
        }
    }

    private record Well() implements SystemStatus {
        @Override
        public List<String> unready() {
            return List.of();
        }

        @Override
        public List<String> degraded() {
            return List.of();
        }

        @Override
        public String metrics() {
            return "";
        }
    }
}
