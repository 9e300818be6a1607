package dev.breakwater.format.go;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.module.Escaping;
import dev.breakwater.format.go.module.GoRequest;
import dev.breakwater.format.go.module.ModuleFile;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionInfo;
import dev.breakwater.format.go.module.VersionList;
import dev.breakwater.format.go.refresh.IndexFeed;
import dev.breakwater.format.go.refresh.IndexFeedReader;
import dev.breakwater.format.go.settings.WarmSettings;
import dev.breakwater.ownership.NamePatterns;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.repository.Refresher;
import dev.breakwater.store.Key;
import dev.breakwater.store.SharedStore;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The refresh of stored modules ahead of requests: a module's list, its newest version, and stored branches, tags and commits
 * that may have moved; and, for warm modules, the files of new versions. Private modules are fetched from their owner, as
 * always.
 */
public final class ModuleRefresh implements Refresher {
    private static final int LARGEST = 16 << 20;
    private static final int MOST_QUERIES = 64;

    /** How many of the newest missing versions to fetch at a time. */
    private static final int MOST_NEW = 3;

    private static final Duration LIST = Duration.ofSeconds(30);

    private final String repository;
    private final PrivateModules privates;
    private final GoResources publics;
    private final WarmPlan warming;
    private final Predicate<String> warm;
    private final Store store;
    private final Fetcher fetcher;

    /**
     * The plan of what to fetch ahead.
     *
     * @param feed reads the index of new versions that the settings name; null if they name none
     */
    public record WarmPlan(WarmSettings settings, @Nullable IndexFeedReader feed) {
        /** No warm modules. */
        public static final WarmPlan NONE = new WarmPlan(WarmSettings.NONE, null);
    }

    ModuleRefresh(
            String repository,
            PrivateModules privates,
            GoResources publics,
            WarmPlan warming,
            Store store,
            Fetcher fetcher) {
        this.repository = repository;
        this.privates = privates;
        this.publics = publics;
        this.warming = warming;
        this.warm = NamePatterns.of(warming.settings().modules())::give;
        this.store = store;
        this.fetcher = fetcher;
    }

    @Override
    public WarmPackages warm() {
        return new WarmPackages(warming.settings().modules(), warming.settings().every());
    }

    @Override
    public void follow() throws IOException, InterruptedException {
        IndexFeedReader feed = warming.feed();
        URI url = warming.settings().indexFeed();
        if (feed != null && url != null) {
            feed.look(url, this::published);
        }
    }

    /** A new version in the index: for a warm module it is fetched, for another stored one its list is refreshed. */
    private void published(IndexFeed.FeedLine line) throws IOException, InterruptedException {
        if (warm.test(line.module())) {
            if (!knows(line.module(), line.version())) {
                keepWarm(line.module());
            }
        } else if (holds(line.module()) && !knows(line.module(), line.version())) {
            refresh(line.module());
        }
    }

    @Override
    public int refresh(String module) throws IOException {
        ModulePath path = path(module);
        GoResources resources = resources(path);
        if (resources == null) {
            return 0;
        }
        List<Resource> asked = new ArrayList<>(List.of(resources.list(path), resources.latest(path)));
        asked.addAll(queries(path, resources));
        asked.forEach(fetcher::refresh);
        return asked.size();
    }

    /** New versions are those greater than any stored one, or the newest if none is stored. */
    @Override
    public int keepWarm(String module) throws IOException, InterruptedException {
        ModulePath path = path(module);
        GoResources resources = resources(path);
        if (resources == null) {
            return 0;
        }
        refresh(module);
        Resource list = resources.list(path);
        fetcher.settle(list.key(), LIST);
        List<Version> fresh = fresh(path, resources, listed(path, list));
        for (Version version : fresh) {
            get(resources.info(path, version));
            get(resources.mod(path, version));
            get(resources.zip(path, version));
        }
        return fresh.size();
    }

    private List<Version> listed(ModulePath module, Resource list) throws InterruptedException {
        return fetcher.get(list, Caller.BACKGROUND) instanceof Answer.Held held
                ? VersionList.versions(AnswerBytes.bytes(held, LARGEST), module)
                : List.of();
    }

    private List<Version> fresh(ModulePath module, GoResources resources, List<Version> listed)
            throws IOException, InterruptedException {
        Optional<Version> held = held(module).stream().max(Version.FOR_LATEST);
        Collection<Version> offered = listed.isEmpty() ? latest(module, resources) : listed;
        return offered.stream()
                .filter(version -> held.isEmpty() || Version.FOR_LATEST.compare(version, held.get()) > 0)
                .sorted(Version.FOR_LATEST.reversed())
                .limit(held.isEmpty() ? 1 : MOST_NEW)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** For a module without releases, the newest is a pseudo-version that no list has. */
    private List<Version> latest(ModulePath module, GoResources resources) throws InterruptedException {
        return fetcher.get(resources.latest(module), Caller.BACKGROUND) instanceof Answer.Held held
                        && VersionInfo.parse(AnswerBytes.bytes(held, LARGEST))
                                instanceof Parsed.Ok<VersionInfo>(VersionInfo info)
                        && module.hasCanonical(info.version())
                ? List.of(info.version())
                : List.of();
    }

    private List<Version> held(ModulePath module) throws IOException {
        return store.names(folder(module)).stream()
                .map(name -> ModuleFile.of(module.escaped() + "/@v/" + name))
                .filter(file -> file != null && file.kind().equals(ModuleFile.ZIP))
                .map(ModuleFile::version)
                .toList();
    }

    /** Starts the fetch of a file; the rest arrives by itself, since a fetch continues without its client. */
    private void get(Resource resource) throws InterruptedException {
        if (fetcher.get(resource, Caller.BACKGROUND) instanceof Answer.Held held) {
            held.body().release();
        }
    }

    private List<Resource> queries(ModulePath module, GoResources resources) throws IOException {
        List<Resource> queries = new ArrayList<>();
        for (String name : store.names(folder(module))) {
            boolean query =
                    name.endsWith("." + ModuleFile.INFO) && ModuleFile.of(module.escaped() + "/@v/" + name) == null;
            String plain = query ? plain(name.substring(0, name.length() - ".info".length())) : null;
            if (plain != null && queries.size() < MOST_QUERIES) {
                queries.add(resources.query(new GoRequest.VersionQuery(module, plain)));
            }
        }
        return queries;
    }

    private static @Nullable String plain(String kept) {
        try {
            return Escaping.unescape(URLDecoder.decode(kept, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether anything of {@code module} is stored. */
    private boolean holds(String module) throws IOException {
        return ModulePath.parse(module) instanceof Parsed.Ok<ModulePath>(ModulePath path)
                && store.holdsBelow(folder(path));
    }

    /** Whether {@code version} of {@code module} is known already, so that no request to an upstream is needed. */
    private boolean knows(String module, String version) throws IOException {
        Version read = Version.read(version);
        return read != null
                && ModulePath.parse(module) instanceof Parsed.Ok<ModulePath>(ModulePath path)
                && store.names(folder(path)).contains(read.escaped() + ".info");
    }

    @Override
    public NavigableSet<String> held(SharedStore files, String place) throws IOException {
        NavigableSet<String> modules = new TreeSet<>();
        for (String home : List.of(repository, PrivateHome.of(repository))) {
            files.keys(home, Escaping.escape(place), key -> {
                int at = key.path().indexOf("/@v/");
                if (at > 0
                        && ModulePath.parseEscaped(key.path().substring(0, at))
                                instanceof Parsed.Ok<ModulePath>(ModulePath module)) {
                    modules.add(module.plain());
                }
            });
        }
        return modules;
    }

    private Key folder(ModulePath module) {
        boolean ours = privates.ownership().isPrivate(module.plain());
        return new Key(ours ? PrivateHome.of(repository) : repository, module.escaped() + "/@v");
    }

    private static ModulePath path(String module) {
        return switch (ModulePath.parse(module)) {
            case Parsed.Ok<ModulePath>(ModulePath path) -> path;
            case Parsed.Bad<ModulePath>(String why) -> throw new IllegalArgumentException(why);
        };
    }

    /** The resources to fetch {@code module} from; null if there is no source. */
    private @Nullable GoResources resources(ModulePath module) {
        return switch (privates.ownership().of(module.plain())) {
            case Ownership.NameOwner.PublicName<PrivateModules.Owned> _ -> publics;
            case Ownership.NameOwner.OwnName<PrivateModules.Owned>(String _, PrivateModules.Owned owned) ->
                owned.hosted() ? null : owned.resources();
            case Ownership.NameOwner.AboveOwnNames<PrivateModules.Owned> _ -> null;
        };
    }
}
