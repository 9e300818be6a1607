package dev.breakwater.store;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A store in a folder: one file per key, the body from byte 0, then a trailer with its metadata. A commit syncs the file,
 * renames it into its place, and syncs the folder. A file's modification time is when its entry was last validated, its access
 * time when it was last used, to a day; if the system keeps access times itself, any read counts as a use.
 *
 * <p>Finding an entry checks its trailer, the file's length and, if the body is short, its SHA-256; only
 * {@link StoreCheck} reads longer bodies in full. A file that fails is moved to {@code damaged/}, so that it is
 * fetched again and the damaged file can still be examined.
 */
public final class FileStore implements Store {

    private static final long SPARE = 1 << 20;

    private final DataFolder folder;
    private final Overflow overflow;
    private final RecurringFailure reading;
    private final RecurringFailure keeping;
    private final Layout layout;
    private final InstantSource clock;
    private final Events events;
    private final DiskWrites disk = new DiskWrites();
    private final AtomicLong names = new AtomicLong();
    private final StoreUsage stock = new StoreUsage();
    private final ReentrantLock looking = new ReentrantLock();
    private final LastUse lastUse;
    private final Absences absences;

    private final StripedLock stripes = new StripedLock();
    private final EntryPlacement placement;
    private final UploadSessions uploads;
    private final PublishedEntries published;

    /** How many bytes must be free for the disk to count as no longer full: more than at the last failure. */
    private volatile long wanted;

    private FileStore(DataFolder folder, Absences absences, List<Path> elsewhere, InstantSource clock, Events events) {
        this.folder = folder;
        this.absences = absences;
        this.overflow = new Overflow(folder.root(), elsewhere);
        this.reading = new RecurringFailure(
                folder.root(),
                "until it is fixed, only cached content in memory can be read",
                "the data folder is readable again",
                events);
        this.keeping = new RecurringFailure(
                folder.root(),
                "until it is fixed, fetched content is verified and served if temporary space is left, and not stored",
                "the data folder is writable again",
                events);
        this.layout = new Layout(folder.entries());
        this.clock = clock;
        this.events = events;
        this.lastUse = new LastUse(clock, events, stripes);
        this.published = new PublishedEntries(folder.entries(), lastUse, stripes, disk, stock);
        this.uploads = new UploadSessions(folder.root().resolve("uploads"), this::resumed, clock);
        this.placement = new EntryPlacement(key -> find(key).orElse(null), stripes, disk, stock, absences);
    }

    /**
     * Opens the store in {@code dataDir}, and creates it if missing. Removes what was staged before. The time doesn't depend
     * on the number of entries.
     *
     * @throws IOException if the folder can't be written, belongs to another process or has a format of a later version; the
     *     message says which and what to do
     */
    public static FileStore open(Path dataDir, InstantSource clock, Events events) throws IOException {
        return open(dataDir, Overflow.usual(), clock, events);
    }

    /** Opens it with {@code elsewhere} for content that the data folder can't take. */
    static FileStore open(Path dataDir, List<Path> elsewhere, InstantSource clock, Events events) throws IOException {
        DataFolder taken = DataFolder.take(dataDir).warning(events);
        try {
            return new FileStore(taken, Absences.open(taken.root(), events), elsewhere, clock, events);
        } catch (IOException e) {
            taken.close();
            throw e;
        }
    }

    @Override
    public Optional<Entry> find(Key key) throws IOException {
        Path file = layout.file(key);
        if (file == null) {
            return Optional.empty();
        }
        try {
            FileEntry found = foundWhole(key, file);
            return found == null ? absences.find(key) : Optional.of(found);
        } catch (IOException e) {
            throw DiskWrites.failed("read", file, e);
        }
    }

    private @Nullable FileEntry foundWhole(Key key, Path file) throws IOException {
        try {
            return found(key, file);
        } catch (DamagedEntry e) {
            return setAside(key, file);
        }
    }

    private @Nullable FileEntry found(Key key, Path file) throws IOException {
        long looks = lastUse.looks();
        // before the file is opened: if it is replaced in between, the new one only counts as validated earlier
        BasicFileAttributes attributes =
                file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
        Trailer.Read read = attributes == null ? null : Trailer.read(file);
        if (attributes == null || read == null) {
            // no entry: is the entry missing, or the whole folder?
            require();
            return null;
        }
        if (!read.trailer().key().equals(key)) {
            events.publish(new Event.Alarm(
                    key.toString(),
                    file + " holds the entry of " + read.trailer().key() + " instead of its own",
                    null));
            return null;
        }
        if (!lastUse.note(key, file, attributes, looks)) {
            return null;
        }
        return new FileEntry(file, read, attributes.lastModifiedTime().toInstant());
    }

    private void require() throws IOException {
        try {
            folder.require();
            reading.passed();
        } catch (IOException e) {
            reading.failed(e);
            throw e;
        }
    }

    /** Moves a damaged file out of the way; returns the entry if it has been replaced meanwhile. */
    private @Nullable FileEntry setAside(Key key, Path file) throws IOException {
        ReentrantLock stripe = stripes.of(key);
        stripe.lock();
        try {
            return found(key, file);
        } catch (DamagedEntry e) {
            Path to = folder.damaged().resolve(clock.millis() + "-" + names.incrementAndGet());
            String where = file + " was moved to " + to;
            try {
                Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
                stock.changed(StoreUsage.size(to), -1);
            } catch (IOException stuck) {
                e.addSuppressed(stuck);
                where = file + " can't be moved aside";
            }
            events.publish(new Event.Alarm(
                    key.toString(),
                    "the entry is damaged and treated as missing: " + e.getMessage() + "; " + where
                            + "; check the disk, and run: breakwater store check",
                    e));
            return null;
        } finally {
            stripe.unlock();
        }
    }

    @Override
    public Staged stage() {
        return new FileStaged(
                folder.staging().resolve(Long.toString(names.incrementAndGet())), overflow, this::refused);
    }

    private StagedFile resumed(Path file) {
        return new StagedFile(file, overflow, this::refused);
    }

    @Override
    public UploadSessions uploads() {
        return uploads;
    }

    @Override
    public PublishedEntries published() {
        return published;
    }

    /** Records that a write failed; {@code size} bytes of it may be on the disk now and are removed later. */
    private void refused(IOException why, long size) {
        try {
            java.nio.file.FileStore disk = Files.getFileStore(folder.root());
            wanted = disk.getUsableSpace() + size + Math.min(SPARE, disk.getTotalSpace() / 16);
        } catch (IOException e) {
            wanted = 0;
        }
        keeping.failed(why);
    }

    /** Checks whether the disk can be written again. */
    private void look() {
        if (!looking.tryLock()) {
            return;
        }
        try {
            folder.require();
            folder.probe();
            if (Files.getFileStore(folder.root()).getUsableSpace() >= wanted) {
                keeping.passed();
            }
        } catch (IOException e) {
            // it still can't
        } finally {
            looking.unlock();
        }
    }

    /** Why stored entries can't be read right now, one sentence per cause; empty if they can. */
    public List<String> failures() {
        try {
            require();
            return List.of();
        } catch (IOException e) {
            return reading.trouble().stream().toList();
        }
    }

    /** Why fetched content can't be stored right now, one sentence per cause; empty if it can. */
    public List<String> refusals() {
        if (keeping.trouble().isPresent()) {
            look();
        }
        return keeping.trouble().stream().toList();
    }

    @Override
    public Entry commit(Staged staged, Key key, Meta meta) throws IOException {
        if (meta.standing() == Standing.PROVISIONAL) {
            Entry standing = find(key).orElse(null);
            if (standing != null && EntryPlacement.better(standing, meta)) {
                return standing;
            }
        }
        return switch (commit(staged, key, meta, EntryPlacement::any)) {
            case CommitResult.Committed(Entry entry) -> entry;
            // whatever stands may be replaced, so what stands is better
            case CommitResult.Conflict(Entry better) -> Objects.requireNonNull(better);
        };
    }

    @Override
    public CommitResult replace(Staged staged, Key key, Meta meta, @Nullable Digest expected) throws IOException {
        return commit(staged, key, meta, EntryPlacement.replacing(expected));
    }

    private CommitResult commit(Staged staged, Key key, Meta meta, Predicate<@Nullable Entry> condition)
            throws IOException {
        if (!(staged instanceof FileStaged content) || !content.isReady()) {
            throw new IllegalStateException("not a complete, uncommitted entry staged here: " + key);
        }
        Path file = layout.file(key);
        if (file == null) {
            throw new IOException("can't store " + key + ": its path is too long for the file system");
        }
        require();
        IOException elsewhere = content.elsewhere();
        if (elsewhere != null) {
            throw DiskWrites.failed("store " + key + " in", file, elsewhere);
        }
        try {
            Trailer trailer = new Trailer(key, content.sha256(), content.size(), meta);
            CommitResult result = placement.place(content, file, trailer, condition, clock.instant());
            if (keeping.trouble().isPresent()) {
                look();
            }
            return result;
        } catch (IOException e) {
            IOException told = DiskWrites.failed("store " + key + " in", file, e);
            refused(told, content.size());
            throw told;
        }
    }

    @Override
    public void absent(Key key, String reason, Instant at) throws IOException {
        Path file = layout.file(key);
        if (file == null || !AbsenceRecord.fits(key)) {
            return;
        }
        ReentrantLock stripe = stripes.of(key);
        stripe.lock();
        try {
            FileEntry before = foundWhole(key, file);
            if (before != null && (before.meta().hosted() || before.meta().standing() == Standing.CONFIRMED)) {
                return;
            }
            if (before != null) {
                removed(key, file);
            }
            absences.remember(key, reason, at, new RelatedNames(layout).of(key));
        } catch (IOException e) {
            throw DiskWrites.failed("record the absence of " + key + " in", folder.root(), e);
        } finally {
            stripe.unlock();
        }
    }

    /** The number of cached absences. */
    public int absences() {
        return absences.size();
    }

    @Override
    public void validated(Key key, Instant at) throws IOException {
        Path file = layout.file(key);
        if (file == null) {
            return;
        }
        try {
            Files.setLastModifiedTime(file, FileTime.from(at));
        } catch (NoSuchFileException e) {
            // there is none: nothing to note
        } catch (IOException e) {
            throw DiskWrites.failed("record the validation of", file, e);
        }
    }

    @Override
    public void remove(Key key) throws IOException {
        Path file = layout.file(key);
        if (file == null) {
            return;
        }
        try {
            if (removed(key, file)) {
                DiskWrites.sync(DiskWrites.parent(file));
            }
            absences.forget(key);
        } catch (IOException e) {
            throw DiskWrites.failed("remove", file, e);
        }
    }

    private boolean removed(Key key, Path file) throws IOException {
        ReentrantLock stripe = stripes.of(key);
        stripe.lock();
        try {
            long before = StoreUsage.size(file);
            boolean removed = Files.deleteIfExists(file);
            stock.changed(removed ? before : -1, -1);
            return removed;
        } finally {
            stripe.unlock();
        }
    }

    @Override
    public List<String> names(Key key) throws IOException {
        Path path = layout.folder(key);
        return path == null ? List.of() : Entries.names(path);
    }

    @Override
    public List<String> folders(String repository, String folder) throws IOException {
        return Entries.folders(layout.folder(repository, folder));
    }

    @Override
    public boolean holdsBelow(Key key) throws IOException {
        Path file = layout.file(key);
        Path path = layout.folder(key);
        if (file == null || path == null) {
            return false;
        }
        boolean[] any = {Files.exists(file)};
        if (!any[0]) {
            Entries.visit(path, at -> {
                any[0] = true;
                return FileVisitResult.TERMINATE;
            });
        }
        return any[0];
    }

    /**
     * Removes what {@code retention} does not keep, while the store is in use.
     *
     * @param gone gets the key of each removed entry
     * @param goOn asked after every few files whether to continue; may block
     */
    public StoreCollection.CollectionSummary collect(Retention retention, Consumer<Key> gone, BooleanSupplier goOn)
            throws IOException {
        StoreCollection.Remover guarded = new GuardedRemover(disk, stripes, stock, gone);
        return new StoreCollection(folder.entries(), retention, guarded, goOn).collect(false);
    }

    /** The size of the store; unknown until {@link #count} has returned. */
    public StoreUsage stock() {
        return stock;
    }

    /** Counts the entries: looks at every file once and opens none, while the store is in use. Closing the store ends it. */
    public void count() throws IOException {
        stock.count(folder.entries());
    }

    @Override
    public void close() {
        stock.stop();
        overflow.close();
        absences.close();
        folder.close();
    }
}
