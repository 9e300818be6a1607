package dev.breakwater.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store's folder for commands: they read and add without its lock, also while a server uses it. Its reads don't count as
 * uses; what it adds is as durable as a commit, and never replaces a confirmed or published entry. Used by one thread.
 */
public final class SharedStore {
    private final Path dataDir;
    private final Path entries;
    private final Layout layout;
    private final InstantSource clock;
    private final DiskWrites disk = new DiskWrites();
    private long count;

    private SharedStore(Path dataDir, InstantSource clock) {
        this.dataDir = dataDir;
        this.entries = DataFolder.entries(dataDir);
        this.layout = new Layout(entries);
        this.clock = clock;
    }

    /**
     * The store in {@code dataDir}, which exists.
     *
     * @throws IOException if it is not a data folder or has a layout of a later version
     */
    public static SharedStore of(Path dataDir, InstantSource clock) throws IOException {
        DataFolder.checkFormat(dataDir);
        return new SharedStore(dataDir, clock);
    }

    /** The store in {@code dataDir}, which is created if missing. */
    public static SharedStore made(Path dataDir, InstantSource clock) throws IOException {
        if (!Files.exists(dataDir.resolve("format"))) {
            DataFolder.take(dataDir).close();
        }
        return of(dataDir, clock);
    }

    /** Visits the key of every entry of {@code repository}; skips what can't be read. */
    public void keys(String repository, Consumer<Key> each) throws IOException {
        keys(repository, "", each);
    }

    /** The same for keys whose paths begin with {@code place}; empty for all. */
    public void keys(String repository, String place, Consumer<Key> each) throws IOException {
        Path folder = place.isEmpty() ? entries.resolve(repository) : layout.folder(new Key(repository, place));
        if (folder == null) {
            return;
        }
        Entries.visit(folder, new Entries.FileVisitor() {
            @Override
            public FileVisitResult see(Path file) throws IOException {
                Key key = layout.key(file);
                if (key == null) {
                    BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
                    Trailer trailer = EntryGroups.trailer(new EntryGroups.GroupedEntry(file, seen));
                    key = trailer == null ? null : trailer.key();
                }
                if (key != null) {
                    each.accept(key);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public void unreadable(Path at, IOException why) {
                // unreadable, so its content doesn't count as stored
            }
        });
    }

    /** Reads an entry. */
    @FunctionalInterface
    public interface SharedReading<T> {
        /** Reads it and returns a result. */
        T of(Entry entry) throws IOException, InterruptedException;
    }

    /**
     * Reads the entry of {@code key}, without counting as a use; empty if there is none.
     *
     * @throws IOException if it is damaged or unreadable
     */
    public <T> Optional<T> read(Key key, SharedReading<T> reading) throws IOException, InterruptedException {
        Path file = layout.file(key);
        BasicFileAttributes seen = file == null ? null : attributes(file);
        if (file == null || seen == null) {
            return Optional.empty();
        }
        try {
            Trailer.Read read = Trailer.read(file);
            return read == null || !read.trailer().key().equals(key)
                    ? Optional.empty()
                    : Optional.of(reading.of(
                            new FileEntry(file, read, seen.lastModifiedTime().toInstant())));
        } finally {
            LastUse.putBack(file, seen);
        }
    }

    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        return file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
    }

    /** Copies {@code file}, which is not a link, to where no other program changes it, to be verified and then put. */
    public ImportedContent bring(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return ImportedContent.of(in, staging());
        }
    }

    /** The same with bytes. */
    public ImportedContent bring(byte[] bytes) throws IOException {
        return ImportedContent.of(Channels.newChannel(new ByteArrayInputStream(bytes)), staging());
    }

    private Path staging() {
        return dataDir.resolve("staging")
                .resolve("beside-" + ProcessHandle.current().pid() + "-" + ++count);
    }

    /**
     * Adds imported content, durably.
     *
     * @return false if the current entry is as good: then nothing has changed
     * @throws IOException if the folder can't be written
     */
    public boolean put(Key key, ImportedContent content, Meta meta) throws IOException {
        Path file = layout.file(key);
        if (file == null) {
            throw new IOException("can't store " + key + ": its path is too long for the file system");
        }
        if (stands(key, meta)) {
            return false;
        }
        try {
            content.seal(new Trailer(key, content.sha256(), content.size(), meta).encoded(), clock.instant());
            return placed(content.file(), file, key, meta);
        } catch (IOException e) {
            throw DiskWrites.failed("store " + key + " in", file, e);
        }
    }

    /** Whether to keep the current entry. */
    private boolean stands(Key key, Meta meta) throws IOException {
        Standing standing = standing(key);
        return standing == Standing.CONFIRMED || (standing != null && standing == meta.standing());
    }

    private @Nullable Standing standing(Key key) throws IOException {
        Path file = layout.file(key);
        BasicFileAttributes seen = file == null ? null : attributes(file);
        Trailer trailer =
                file == null || seen == null ? null : EntryGroups.trailer(new EntryGroups.GroupedEntry(file, seen));
        return trailer == null ? null : trailer.meta().standing();
    }

    /** Retries: a server may create and remove folders and entries at any moment. */
    private boolean placed(Path staged, Path file, Key key, Meta meta) throws IOException {
        Path folder = DiskWrites.parent(file);
        for (int attempt = 0; ; attempt++) {
            disk.makeFolder(folder);
            try {
                if (standing(key) == null && !Files.exists(file)) {
                    // unlike a move, a link never replaces a file that was added meanwhile
                    Files.createLink(file, staged);
                } else if (stands(key, meta)) {
                    return false;
                } else {
                    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
                }
                DiskWrites.sync(folder);
                return true;
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                if (attempt > 2) {
                    throw e;
                }
            }
        }
    }
}
