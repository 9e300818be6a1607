package dev.breakwater.app;

import dev.breakwater.config.Block;
import dev.breakwater.config.FormatSection;
import dev.breakwater.config.Group;
import dev.breakwater.config.Node;
import dev.breakwater.config.Reading;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Kind;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.Recipe;
import dev.breakwater.fetch.Resource;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.LockFiles;
import dev.breakwater.repository.Naming;
import dev.breakwater.repository.Refresher;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.RepositoryContext;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.RunningFormat;
import dev.breakwater.store.Key;
import dev.breakwater.store.SharedStore;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.ResponseRules;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.upstream.UpstreamAuth;
import dev.breakwater.upstream.UpstreamKeys;
import dev.breakwater.upstream.UpstreamReader;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A small format beside Go: {@code <name>/<number>.txt} is version {@code <number>} of the note {@code <name>}. */
final class NotesFormat implements Format {
    private static final UpstreamKeys UPSTREAM = new UpstreamKeys("URL", "Where it is.", Set.of());

    /** Passed once the server has asked a repository whether there is news. */
    final CountDownLatch followed = new CountDownLatch(1);

    private final Naming naming = new NotesNaming();

    @Override
    public FormatSection<NotesSettings> settings() {
        return new NotesSection();
    }

    @Override
    public Naming naming() {
        return naming;
    }

    @Override
    public RunningFormat start(FormatContext context) {
        return new RunningFormat() {
            @Override
            public Repository open(RepositoryContext repository) {
                return new NotesRepository(repository.name(), repository.mirrors());
            }

            // a mirror of notes says 402 for one that there is not
            @Override
            public Mirror.MirrorProtocol protocol(UpstreamSettings upstream) {
                return new Mirror.MirrorProtocol(
                        new ResponseRules(Set.of(402), Set.of(401, 403), false), UpstreamAuth.FIXED);
            }
        };
    }

    @Override
    public List<Object> abilities() {
        LockFiles lines = file -> new String(file, StandardCharsets.UTF_8)
                .lines()
                .map(line -> new LockFiles.NamedVersion(1, List.of(line + ".txt"), ""))
                .toList();
        return List.of(lines);
    }

    /** What a repository says. */
    record NotesSettings(List<UpstreamSettings> upstreams) implements ChainSettings {
        @Override
        public Selection selection() {
            return Selection.PRIORITY;
        }

        @Override
        public boolean direct() {
            return false;
        }

        @Override
        public @Nullable Duration healthInterval() {
            return null;
        }

        @Override
        public List<String> privatePatterns() {
            return List.of();
        }

        @Override
        public List<String> owners() {
            return List.of();
        }
    }

    private record NotesSection() implements FormatSection<NotesSettings> {
        @Override
        public String name() {
            return "notes";
        }

        @Override
        public List<Group> groups() {
            return List.of(
                    new Group("repositories.*", List.of(UpstreamKeys.UPSTREAMS)),
                    UPSTREAM.groups().getFirst());
        }

        @Override
        public List<String> variables() {
            return List.of();
        }

        @Override
        public FormatReader<NotesSettings> reader(Reading reading) {
            return (_, block) -> new NotesSettings(upstreams(block));
        }

        private static List<UpstreamSettings> upstreams(Block block) {
            List<Node> items = block.items(UpstreamKeys.UPSTREAMS);
            return items == null
                    ? List.of()
                    : UpstreamReader.read(UPSTREAM, block, items).upstreams();
        }
    }

    private final class NotesRepository implements Repository, Refresher {
        private final String name;
        private final Tiers mirrors;

        NotesRepository(String name, Tiers mirrors) {
            this.name = name;
            this.mirrors = mirrors;
        }

        @Override
        public Action action(Request request) {
            Naming.PackageVersion note = naming.of(request.path());
            return note == null
                    ? new Action.Say(new Answer.Malformed("ask for <name>/<number>.txt"))
                    : new Action.Get(resource(request.path(), note.module()), Caller.ANYBODY);
        }

        private Resource resource(String path, String note) {
            return new Resource(
                    new Key(name, path),
                    note,
                    new Kind("note", Traffic.ARCHIVE),
                    Freshness.IMMUTABLE,
                    "text/plain; charset=utf-8",
                    new Recipe.One(
                            mirrors, path, Verifier.of(1 << 20, () -> _ -> new Verdict.Verified("the test's trust"))),
                    Derivation.NONE,
                    Derivation.NONE,
                    List::of,
                    new Policy(Duration.ofSeconds(20), Policy.Unverified.SERVE, true, false, null, false));
        }

        @Override
        public Optional<Refresher> refresher() {
            return Optional.of(this);
        }

        @Override
        public WarmPackages warm() {
            return new WarmPackages(List.of(), Duration.ofHours(1));
        }

        @Override
        public int refresh(String note) {
            return 0;
        }

        @Override
        public int keepWarm(String note) {
            return 0;
        }

        @Override
        public NavigableSet<String> held(SharedStore files, String place) {
            return new TreeSet<>();
        }

        @Override
        public void follow() {
            followed.countDown();
        }
    }

    private static final class NotesNaming implements Naming {
        @Override
        public @Nullable PackageVersion of(String path) {
            int slash = path.indexOf('/');
            return slash > 0 && path.endsWith(".txt")
                    ? new PackageVersion(
                            path.substring(0, slash),
                            path.substring(slash + 1, path.length() - ".txt".length()),
                            "note")
                    : null;
        }

        @Override
        public int compare(String version, String other) {
            return Integer.compare(Integer.parseInt(version), Integer.parseInt(other));
        }

        @Override
        public boolean isPackage(String text) {
            return !text.contains("*");
        }

        @Override
        public Predicate<String> packages(List<String> patterns) {
            return patterns::contains;
        }

        @Override
        public Predicate<String> secrets(List<String> patterns) {
            return patterns::contains;
        }

        @Override
        public Predicate<Key> entries(List<String> patterns) {
            return key -> {
                PackageVersion note = of(key.path());
                return note != null && patterns.contains(note.module());
            };
        }

        @Override
        public boolean isPrivate(String stored) {
            return false;
        }
    }
}
