package dev.breakwater.format.npm.publish;

import dev.breakwater.event.Event;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.publish.HostedChange.Becomes;
import dev.breakwater.format.npm.publish.HostedChange.Stays;
import dev.breakwater.format.npm.publish.HostedReader.DamagedPackage;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.PublicationJournal;
import dev.breakwater.store.CommitResult;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packages that are published here, in the store: a document each, and the tarballs that it names. <b>A version exists once the
 * document names it</b>: its tarball is on the disk before that, and is removed after it. A note in the
 * {@link PublicationJournal} is there meanwhile; a start that finds one removes every tarball that the document does not name, so
 * that of what got no confirmation nothing is left. Changes of one package wait for each other. One object a data folder.
 */
public final class HostedPackages {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int STRIPES = 64;
    /** Smaller than what is read back, so that versions can still be unpublished. In bytes. */
    private static final long LARGEST_DOCUMENT = 100L << 20;

    private static final int TRIES = 5;
    private static final int BUFFER = 64 << 10;
    private static final int HASH = 32;
    private static final String TYPE = "application/json";
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final FormatContext server;
    private final Store store;
    private final PublicationJournal journal;

    /** Each guards some packages. */
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /** The repositories whose remains have been removed since the start. */
    private final Set<HostedKeys> recovered = ConcurrentHashMap.newKeySet();

    private final Map<HostedKeys, HostedListing> listings = new ConcurrentHashMap<>();

    /** Of {@code server}; {@code folder} is the journal's. */
    public HostedPackages(FormatContext server, Path folder) {
        this.server = server;
        this.store = server.store();
        this.journal = new PublicationJournal(folder);
        Arrays.setAll(stripes, _ -> new ReentrantLock());
    }

    /**
     * Removes what interrupted changes have left of the repository whose packages have {@code keys}: at the first call, before
     * any is served. When the repository is opened again, for changed settings, changes may be under way.
     *
     * @throws IOException if it can't
     */
    public void recover(HostedKeys keys) throws IOException, InterruptedException {
        if (!recovered.add(keys)) {
            return;
        }
        for (Key document : journal.begun()) {
            String path = document.path();
            Optional<PackageName> name = PackageName.parse(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
            if (name.isPresent() && document.equals(keys.document(name.get()))) {
                recover(keys, name.get());
            }
        }
    }

    /** One that is damaged stays as it is, and keeps its note. */
    private void recover(HostedKeys keys, PackageName name) throws IOException, InterruptedException {
        try {
            sweep(keys, name);
            journal.end(keys.document(name));
            String what = "a change of " + name + " was interrupted when the server stopped";
            server.events().publish(new Event.LogNote("publish", what));
        } catch (DamagedPackage e) {
            alarm(keys, name, e);
        }
    }

    private String alarm(HostedKeys keys, PackageName name, DamagedPackage e) {
        Key document = keys.document(name);
        String folder = document.repository() + "/" + name;
        String what = "the stored document of " + name + " is missing or damaged, so the package can't be changed: "
                + e.getMessage() + "\nrestore the file entries/" + document.repository() + "/" + document.path()
                + "= in the data folder of this server from a backup; or, to unpublish all versions of " + name
                + ", remove the folder entries/" + folder;
        server.events().publish(new Event.Alarm("store", what, e));
        return what;
    }

    /** The packages that have {@code keys}. */
    public HostedListing listing(HostedKeys keys) {
        return listings.computeIfAbsent(keys, its -> new HostedListing(server, its));
    }

    /** A place for what arrives. */
    Staged stage() throws IOException {
        return store.stage();
    }

    /** Now. */
    Instant now() {
        return server.clocks().wall().instant();
    }

    /** Metadata of what {@code by} publishes. */
    Meta meta(String type, String by) {
        return new Meta(type, Standing.CONFIRMED, "published by " + by, "-", now(), null, true);
    }

    /** Throws if another file than {@code staged} is stored under {@code key}, whatever documents say. */
    void requireSame(Staged staged, Key key, String called) throws RefusedRequest, IOException {
        Entry there = find(key);
        if (there != null && !there.sha256().equals(staged.sha256())) {
            throw RefusedRequest.conflict(
                    called + " is stored here already with other bytes, and a version never changes:"
                            + " publish them under a new version");
        }
    }

    /** Stores {@code staged}, which replaces whatever is there. */
    void commit(Staged staged, Key key, Meta meta) throws IOException {
        store.commit(staged, key, meta);
        server.changes().accept(key);
    }

    /** Changes the package, and tells the client that it is done, or why not. */
    Answer change(HostedKeys keys, PackageName name, String by, HostedChange change) throws InterruptedException {
        ReentrantLock stripe = stripes[Math.floorMod(keys.document(name).hashCode(), STRIPES)];
        stripe.lock();
        ChangeProgress progress = new ChangeProgress();
        try {
            for (int i = 0; i < TRIES; i++) {
                Answer answer = attempt(keys, name, by, change, progress);
                if (answer != null) {
                    return answer;
                }
            }
            return trouble(name + " is being changed by others right now");
        } catch (RefusedRequest e) {
            return e.answer();
        } catch (DamagedPackage e) {
            return new Answer.Refused(alarm(keys, name, e));
        } catch (IOException e) {
            return failed(name, e);
        } finally {
            try {
                if (progress.journalled) {
                    cleanUp(keys, name, progress.removes || !progress.done);
                }
            } finally {
                stripe.unlock();
            }
        }
    }

    /** How far a change has come. */
    private static final class ChangeProgress {
        private boolean journalled;
        private boolean removes;
        private boolean done;
    }

    /** What the client is told if {@code why} prevented a change of {@code name}. */
    Answer failed(PackageName name, IOException why) {
        server.events()
                .publish(new Event.Alarm("store", "can't change the package " + name + ": " + why.getMessage(), why));
        String reason = String.valueOf(why.getMessage()).toLowerCase(Locale.ROOT);
        return reason.contains("no space left") || reason.contains("quota")
                ? new Answer.Refused(
                        Answer.RefusalReason.NO_SPACE, "the disk of this server is full: " + name + " was not changed")
                : trouble("the store of this server can't be written: " + name + " was not changed");
    }

    private static Answer trouble(String why) {
        return new Answer.Trouble(why, RETRY, List.of(), false);
    }

    /** Null if the document has changed meanwhile. */
    private @Nullable Answer attempt(
            HostedKeys keys, PackageName name, String by, HostedChange change, ChangeProgress progress)
            throws RefusedRequest, IOException, InterruptedException {
        if (!progress.journalled && journal.isBegun(keys.document(name))) {
            // a change before this one could not remove what it left
            sweep(keys, name);
            journal.end(keys.document(name));
        }
        Entry standing = find(keys.document(name));
        Entry current = standing != null && standing.meta().hosted() ? standing : null;
        Entry withdrawn = find(keys.withdrawn(name));
        Entry read = current == null ? withdrawn : current;
        HostedDocument document = read == null ? HostedDocument.NONE : HostedReader.read(read.stream());
        if (current == null && !progress.journalled) {
            requireNone(unnamed(keys, name, document.withdrawn().keySet()));
        }
        return switch (change.of(document, current != null)) {
            case Stays(Answer answer) -> answer;
            case Becomes becomes -> {
                HostedDocument next = revised(name, becomes.next());
                boolean gone = next.versions().isEmpty();
                if (becomes.first() != null || becomes.removes()) {
                    journal.begin(keys.document(name));
                    progress.journalled = true;
                    progress.removes = becomes.removes();
                }
                if (becomes.first() != null) {
                    becomes.first().run();
                }
                TargetEntry written = gone
                        ? new TargetEntry(keys.withdrawn(name), digest(withdrawn))
                        : new TargetEntry(keys.document(name), digest(standing));
                progress.done = write(name, next, current, becomes.added(), written, by);
                if (progress.done && gone) {
                    remove(keys.document(name));
                }
                listing(keys).changed(name);
                yield progress.done ? done(name, next.revision()) : null;
            }
        };
    }

    /** Which entry is written, if it still is the one that was read. */
    private record TargetEntry(Key key, @Nullable Digest expected) {}

    private static @Nullable Digest digest(@Nullable Entry entry) {
        return entry == null ? null : entry.sha256();
    }

    private boolean write(
            PackageName name,
            HostedDocument next,
            @Nullable Content before,
            @Nullable NewVersion added,
            TargetEntry written,
            String by)
            throws RefusedRequest, IOException {
        try (Staged staged = store.stage()) {
            OutputStream out = new BufferedOutputStream(staged.output(), BUFFER);
            new HostedWriter(name, next, before, added).writeTo(out);
            out.flush();
            staged.complete();
            if (added != null && staged.size() > LARGEST_DOCUMENT) {
                throw RefusedRequest.malformed(
                        name + " has too many and too long versions: its document would have more than "
                                + (LARGEST_DOCUMENT >> 20) + " MiB; unpublish some");
            }
            boolean done = store.replace(staged, written.key(), meta(TYPE, by), written.expected())
                    instanceof CommitResult.Committed;
            server.changes().accept(written.key());
            return done;
        }
    }

    /** The note stays if this fails: the next start tries again. */
    private void cleanUp(HostedKeys keys, PackageName name, boolean sweeps) throws InterruptedException {
        try {
            if (sweeps) {
                sweep(keys, name);
            }
            journal.end(keys.document(name));
        } catch (IOException e) {
            String what = "files of " + name + " are left that no version has; the next start removes them: ";
            server.events().publish(new Event.Alarm("store", what + e.getMessage(), e));
        }
    }

    /** The tarballs that were published here, without those of {@code versions}. */
    private List<Key> unnamed(HostedKeys keys, PackageName name, Set<String> versions) throws IOException {
        Set<Key> named = new HashSet<>();
        for (String version : versions) {
            named.add(keys.tarball(name, new SemanticVersion(version)));
        }
        List<Key> unnamed = new ArrayList<>();
        for (Key key : below(keys.document(name), name + "/-")) {
            Entry tarball = named.contains(key) ? null : find(key);
            if (tarball != null && tarball.meta().hosted()) {
                unnamed.add(key);
            }
        }
        return unnamed;
    }

    /** Without a document there are no tarballs: the store takes a damaged document out of the way, and it counts as missing. */
    private static void requireNone(List<Key> tarballs) throws DamagedPackage {
        if (!tarballs.isEmpty()) {
            throw new DamagedPackage("it is missing, but tarballs are here, such as "
                    + tarballs.getFirst().path());
        }
    }

    private Set<String> withdrawn(HostedKeys keys, PackageName name) throws IOException {
        Entry withdrawn = find(keys.withdrawn(name));
        return withdrawn == null
                ? Set.of()
                : HostedReader.read(withdrawn.stream()).withdrawn().keySet();
    }

    /**
     * Removes the tarballs that the document does not name, and its forms if there is none.
     *
     * @throws DamagedPackage if the document is damaged: without one, an interrupted change leaves one tarball at most that was
     *     not unpublished
     */
    private void sweep(HostedKeys keys, PackageName name) throws IOException, InterruptedException {
        Key document = keys.document(name);
        Entry entry = find(document);
        boolean exists = entry != null && entry.meta().hosted();
        if (entry != null && exists) {
            Set<String> versions = HostedReader.read(entry.stream()).versions().keySet();
            removeAll(unnamed(keys, name, versions));
        } else {
            List<Key> published = unnamed(keys, name, withdrawn(keys, name));
            requireNone(published.size() > 1 ? published : List.of());
            removeAll(unnamed(keys, name, Set.of()));
        }
        for (Key key : exists ? List.<Key>of() : below(document, name.text())) {
            if (keys.isForm(key.path().substring(key.path().lastIndexOf('/') + 1))) {
                server.fetcher().settle(key, SETTLING);
                remove(key);
            }
        }
    }

    private List<Key> below(Key document, String folder) throws IOException {
        return store.names(new Key(document.repository(), folder)).stream()
                .map(each -> new Key(document.repository(), folder + "/" + each))
                .toList();
    }

    private void removeAll(List<Key> all) throws IOException {
        for (Key key : all) {
            remove(key);
        }
    }

    private void remove(Key key) throws IOException {
        store.remove(key);
        server.changes().accept(key);
    }

    private @Nullable Entry find(Key key) throws IOException {
        return store.find(key)
                .filter(entry -> entry.meta().standing() != Standing.ABSENT)
                .orElse(null);
    }

    private HostedDocument revised(PackageName name, HostedDocument next) {
        String state = name + " " + next.revision() + " " + now() + " " + next.tags() + next.versions();
        String hash = Digest.of(state.getBytes(StandardCharsets.UTF_8)).hex().substring(0, HASH);
        return new HostedDocument(
                next.number() + 1 + "-" + hash, next.tags(), next.versions(), next.times(), next.withdrawn());
    }

    /** What a client is told after a change. */
    static Answer done(PackageName name, String revision) {
        return new Answer.Done(
                Answer.Completion.CREATED,
                Map.of(),
                TYPE,
                JSON.writeValueAsBytes(Map.of("ok", true, "id", name.text(), "rev", revision)));
    }
}
