package dev.breakwater.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Published modules, in memory. The same calls make the same bytes. Any thread may publish while mirrors serve it, as
 * authors do.
 */
public final class Corpus {
    /** When a release without a time of its own was made; later versions of a corpus are a minute apart. */
    public static final Instant EPOCH = Instant.parse("2024-01-02T03:04:05Z");

    private static final Pattern RETRACT = Pattern.compile("(?m)^retract (v\\S+)");

    private final ConcurrentMap<String, ConcurrentSkipListMap<String, Release>> releases =
            new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, String> queries = new ConcurrentHashMap<>();

    /** Sees one release and its hashes, as a checksum database needs them. */
    @FunctionalInterface
    public interface Each {
        /** One release; {@code zipH1} and {@code modH1} as in a go.sum. */
        void release(String module, String version, String zipH1, String modH1);
    }

    /** Publishes {@code release}, in the place of one of the same name. */
    public Corpus publish(Release release) {
        releases.computeIfAbsent(release.module(), module -> new ConcurrentSkipListMap<>(named()))
                .put(release.version(), release);
        return this;
    }

    /** Publishes a release of these files, named as in the module's root folder. */
    public Corpus publish(String module, String version, Map<String, String> files) {
        long minutes = releases.getOrDefault(module, new ConcurrentSkipListMap<>(named()))
                .size();
        return publish(Release.of(module, version, EPOCH.plus(Duration.ofMinutes(minutes)), files));
    }

    /** Publishes everything of {@code other}. */
    public Corpus publish(Corpus other) {
        other.releases.values().forEach(versions -> versions.values().forEach(this::publish));
        queries.putAll(other.queries);
        return this;
    }

    /** Lets {@code query}, as in {@code main} or a commit's hash, resolve to {@code version}. */
    public Corpus query(String module, String query, String version) {
        queries.put(module + "@" + query, version);
        return this;
    }

    /** The release of exactly this name. */
    public Optional<Release> release(String module, String version) {
        if (!Versions.canonical(version)) {
            return Optional.empty();
        }
        return Optional.ofNullable(releases.get(module)).map(versions -> versions.get(version));
    }

    /** What {@code version} stands for, be it canonical or a query. */
    public Optional<Release> resolve(String module, String version) {
        return release(module, queries.getOrDefault(module + "@" + version, version));
    }

    /** Whether there is any release of the module. */
    public boolean knows(String module) {
        return releases.containsKey(module);
    }

    /** The module's releases, lowest version first, pseudo-versions included. */
    public List<Release> releases(String module) {
        ConcurrentSkipListMap<String, Release> versions = releases.get(module);
        return versions == null ? List.of() : List.copyOf(versions.values());
    }

    /** All modules' paths, sorted. */
    public List<String> modules() {
        return List.copyOf(releases.keySet());
    }

    /** What {@code @v/list} names, lowest first: everything but pseudo-versions. */
    public List<String> list(String module) {
        return releases(module).stream()
                .map(Release::version)
                .filter(Predicate.not(Versions::pseudo))
                .toList();
    }

    /** What {@code @latest} names: the highest release that is not retracted, else pre-release, else pseudo-version. */
    public Optional<Release> latest(String module) {
        List<Release> all = releases(module);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Matcher retracted = RETRACT.matcher(new String(all.getLast().goMod(), StandardCharsets.UTF_8));
        List<String> gone = retracted.results().map(found -> found.group(1)).toList();
        return all.stream()
                .filter(release -> !gone.contains(release.version()))
                .max(Comparator.comparingInt((Release release) -> rank(release.version()))
                        .thenComparing(Release::version, Versions.ORDER));
    }

    /** Shows {@code each} every release; hashes are computed for it. */
    public void forEach(Each each) {
        for (String module : modules()) {
            for (Release release : releases(module)) {
                each.release(module, release.version(), release.zipH1(), release.modH1());
            }
        }
    }

    private static int rank(String version) {
        if (Versions.pseudo(version)) {
            return 0;
        }
        return Versions.preRelease(version) ? 1 : 2;
    }

    private static Comparator<String> named() {
        return Versions.ORDER.thenComparing(Comparator.naturalOrder());
    }
}
