package dev.breakwater.format.go.publish;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.format.go.module.GoModHash;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionInfo;
import dev.breakwater.format.go.zip.ModuleZip;
import dev.breakwater.repository.PublicationJournal;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The versions that are published here. A version is three entries, committed in this order: its zip, its go.mod, and last its
 * info, and <b>it exists once its info does</b>: lists and {@code @latest} depend on that. Before the first of them a note in
 * the {@link PublicationJournal} is on the disk; a start that finds one completes nothing and removes entries without an info,
 * so that a publisher who got no confirmation has published nothing.
 *
 * <p>A version that was published, or served from a module's origin, never changes: the same content again is accepted, other
 * content is refused. One object a data folder.
 */
public final class Publications {
    private static final int STRIPES = 64;
    private static final int LARGEST = 16 << 20;
    private static final List<String> SUFFIXES = List.of(".info", ".mod", ".zip");
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final Store store;
    private final Fetcher fetcher;
    private final PublicationJournal journal;
    private final Consumer<Key> changed;
    private final Events events;
    private final InstantSource clock;

    /** Each guards the publication of some versions: of two publishers of one, the second sees what the first has done. */
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /**
     * Over {@code store}.
     *
     * @param fetcher fetches the files of a version that may have been served already
     * @param folder the journal's folder
     * @param changed receives the key of every new entry
     */
    public Publications(
            Store store, Fetcher fetcher, Path folder, Consumer<Key> changed, Events events, InstantSource clock) {
        this.store = store;
        this.fetcher = fetcher;
        this.journal = new PublicationJournal(folder);
        this.changed = changed;
        this.events = events;
        this.clock = clock;
        Arrays.setAll(stripes, _ -> new ReentrantLock());
    }

    /**
     * Removes the remains of interrupted publications. Call it before serving anything.
     *
     * @throws IOException if it cannot
     */
    public void recover() throws IOException {
        for (Key stem : journal.begun()) {
            if (!isHosted(at(stem, ".info"))) {
                takeBack(stem);
                events.publish(new Event.LogNote(
                        "publish", stem + " was interrupted when the server stopped: nothing of it was published"));
            }
            journal.end(stem);
        }
    }

    private static Key at(Key stem, String suffix) {
        return new Key(stem.repository(), stem.path() + suffix);
    }

    private boolean isHosted(Key key) throws IOException {
        return store.find(key).filter(entry -> entry.meta().hosted()).isPresent();
    }

    private void takeBack(Key stem) throws IOException {
        for (String suffix : SUFFIXES) {
            Key key = at(stem, suffix);
            if (isHosted(key)) {
                store.remove(key);
                changed.accept(key);
            }
        }
    }

    /** A place for an upload. */
    public Staged stage() throws IOException {
        return store.stage();
    }

    /** Publishes {@code zip} as {@code version} of {@code module}. */
    public Answer keep(String repository, ModulePath module, Version version, Staged zip, String by)
            throws InterruptedException {
        String name = module + "@" + version;
        Key stem = new Key(repository, module.escaped() + "/@v/" + version.escaped());
        try {
            return switch (Publishable.of(module, version, zip)) {
                case Publishable.Unpublishable(String why) -> new Answer.Refused(Answer.RefusalReason.UNFIT, why);
                case Publishable.Fit fit -> {
                    // A fetched file is served before it is stored; from then on it defines the version.
                    for (String suffix : SUFFIXES) {
                        fetcher.settle(at(stem, suffix), SETTLING);
                    }
                    ReentrantLock stripe = stripes[Math.floorMod(stem.hashCode(), STRIPES)];
                    stripe.lock();
                    try {
                        yield kept(new ReleasedVersion(module, version, stem, fit), zip, by);
                    } finally {
                        stripe.unlock();
                    }
                }
            };
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "cannot publish " + name + ": " + e.getMessage(), e));
            String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            return reason.contains("no space left") || reason.contains("quota")
                    ? new Answer.Refused(
                            Answer.RefusalReason.NO_SPACE,
                            "the disk of this server is full: " + name + " was not published")
                    : new Answer.Trouble(
                            "the store of this server cannot be written: " + name + " was not published",
                            RETRY,
                            List.of(),
                            false);
        }
    }

    private record ReleasedVersion(ModulePath module, Version version, Key stem, Publishable.Fit fit) {
        Key key(String suffix) {
            return at(stem, suffix);
        }

        @Override
        public String toString() {
            return module + "@" + version;
        }
    }

    private Answer kept(ReleasedVersion release, Staged zip, String by) throws IOException {
        if (isHosted(release.key(".zip")) && !isHosted(release.key(".info"))) {
            takeBack(release.stem);
        }
        Answer before = compared(release);
        if (before != null) {
            return before;
        }
        journal.begin(release.stem);
        try {
            Entry served = confirmed(release.key(".info"));
            byte[] info = served == null ? info(release.version) : served.bytes(LARGEST);
            store.commit(zip, release.key(".zip"), meta("application/zip", by));
            commit(release.fit.goMod(), release.key(".mod"), meta(TEXT, by));
            commit(info, release.key(".info"), meta(JSON, by));
        } catch (IOException e) {
            giveUp(release.stem, e);
            throw e;
        }
        journal.end(release.stem);
        SUFFIXES.forEach(suffix -> changed.accept(release.key(suffix)));
        return new Answer.Done(Answer.Completion.CREATED, "published " + release + " " + release.fit.h1());
    }

    private byte[] info(Version version) {
        return VersionInfo.of(version, clock.instant().truncatedTo(ChronoUnit.SECONDS))
                .json();
    }

    /** The note stays if the files cannot be removed now: the next start tries again. */
    private void giveUp(Key stem, IOException why) {
        try {
            takeBack(stem);
            journal.end(stem);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** The answer if files of that version exist already; null if it can be published. */
    private @Nullable Answer compared(ReleasedVersion release) throws IOException {
        Entry zip = confirmed(release.key(".zip"));
        String h1 = zip == null ? release.fit.h1() : h1(release, zip);
        if (!h1.equals(release.fit.h1())) {
            return new Answer.Refused(
                    Answer.RefusalReason.CONFLICT,
                    release + " already exists with other content, and a version never changes:\nexisting: " + h1
                            + "\nyou sent: " + release.fit.h1() + "\npublish it under a new version");
        }
        Entry goMod = confirmed(release.key(".mod"));
        if (goMod != null && !Arrays.equals(goMod.bytes(LARGEST), release.fit.goMod())) {
            return new Answer.Refused(
                    Answer.RefusalReason.CONFLICT,
                    release + " was served before with another go.mod:\nexisting: " + GoModHash.h1(goMod.bytes(LARGEST))
                            + "\nyou sent: " + GoModHash.h1(release.fit.goMod()));
        }
        boolean all = zip != null && zip.meta().hosted() && isHosted(release.key(".info"));
        return all
                ? new Answer.Done(
                        Answer.Completion.UNCHANGED, release + " is published already, with the same content " + h1)
                : null;
    }

    private static String h1(ReleasedVersion release, Entry zip) throws IOException {
        return switch (new ModuleZip(release.module, release.version).finish(zip)) {
            case ModuleZip.ZipResult.Hashed(String h1) -> h1;
            case ModuleZip.ZipResult.MalformedZip(String why, String defect) -> "an unreadable zip: " + why;
        };
    }

    private @Nullable Entry confirmed(Key key) throws IOException {
        return store.find(key)
                .filter(entry -> entry.meta().standing() == Standing.CONFIRMED)
                .orElse(null);
    }

    private void commit(byte[] bytes, Key key, Meta meta) throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(bytes));
            staged.complete();
            store.commit(staged, key, meta);
        }
    }

    private Meta meta(String type, String by) {
        return new Meta(type, Standing.CONFIRMED, "published by " + by, "-", clock.instant(), null, true);
    }

    /** The versions of {@code module} that are published here, sorted. */
    public List<Version> versions(String repository, ModulePath module) throws IOException {
        Key folder = new Key(repository, module.escaped() + "/@v");
        List<Version> versions = new ArrayList<>();
        for (String name : store.names(folder)) {
            String escaped = name.endsWith(".info") ? name.substring(0, name.length() - ".info".length()) : "";
            if (Version.parseEscaped(escaped) instanceof Parsed.Ok<Version>(Version version)
                    && module.hasCanonical(version)
                    && isHosted(new Key(repository, folder.path() + "/" + name))) {
                versions.add(version);
            }
        }
        return versions.stream().sorted().toList();
    }
}
