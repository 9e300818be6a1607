package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries that were published here, for a format that decides which of them stay. To look at them here is no use of them.
 *
 * <p>A removal and a use exclude each other: an entry that {@link Store#find} has found is not removed by a limit that lies
 * {@link #PRECISION} before that, and one that is removed is not found. So a client that was told that an entry is here can rely on it.
 */
public final class PublishedEntries {
    /** An entry may have been used this much later than it seems: uses are recorded once a day, and those in memory twice. */
    public static final Duration PRECISION = Duration.ofHours(36);

    /** Visits entries. */
    @FunctionalInterface
    public interface PublishedVisitor {
        /**
         * One entry, of any origin.
         *
         * @param touched when it was last committed, validated or used, to {@link #PRECISION}
         * @return false to end the visit
         */
        boolean see(Key key, Instant touched) throws IOException, InterruptedException;
    }

    private final Path entries;
    private final Layout layout;
    private final LastUse lastUse;
    private final StripedLock stripes;
    private final DiskWrites disk;
    private final StoreUsage usage;

    /** In the folder {@code entries}. */
    PublishedEntries(Path entries, LastUse lastUse, StripedLock stripes, DiskWrites disk, StoreUsage usage) {
        this.entries = entries;
        this.layout = new Layout(entries);
        this.lastUse = lastUse;
        this.stripes = stripes;
        this.disk = disk;
        this.usage = usage;
    }

    /** Visits the entries below {@code folder} in no order, while others come and go; removes folders that are empty. A link that leads nowhere is an error. */
    public void visit(Key folder, PublishedVisitor visitor) throws IOException, InterruptedException {
        visit(layout.folder(folder), visitor);
    }

    /** The same of all entries of {@code repository}. */
    public void visit(String repository, PublishedVisitor visitor) throws IOException, InterruptedException {
        visit(entries.resolve(repository), visitor);
    }

    private void visit(@Nullable Path top, PublishedVisitor visitor) throws IOException, InterruptedException {
        if (top == null || !Files.isDirectory(top)) {
            return;
        }
        PublishedWalk walk = new PublishedWalk(visitor);
        Files.walkFileTree(top, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        InterruptedException interrupted = walk.interrupted;
        if (interrupted != null) {
            throw interrupted;
        }
    }

    /** Whether there is an entry of {@code key}. */
    public boolean holds(Key key) {
        Path file = layout.file(key);
        return file != null && Files.exists(file);
    }

    /**
     * The bytes of the entry of {@code key}; empty if there is none that was published here.
     *
     * @throws IOException if it can't be read, is damaged, or has more than {@code limit} bytes
     */
    public Optional<byte[]> read(Key key, int limit) throws IOException {
        return read(key, limit, Meta::hosted);
    }

    /** The same of an entry of any origin, if it is one of {@code those}. */
    public Optional<byte[]> read(Key key, int limit, Predicate<Meta> those) throws IOException {
        Path file = layout.file(key);
        return file == null ? Optional.empty() : quietly(key, file, limit, those);
    }

    private Optional<byte[]> quietly(Key key, Path file, int limit, Predicate<Meta> those) throws IOException {
        LastUse.QuietRead<byte[]> read = () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                Trailer.Read end = Trailer.read(channel);
                if (!end.trailer().key().equals(key)
                        || !those.test(end.trailer().meta())) {
                    return null;
                }
                byte[] body = end.body();
                return body == null ? whole(channel, end.trailer(), limit) : body;
            }
        };
        try {
            return Optional.ofNullable(lastUse.quietly(key, file, read));
        } catch (IOException e) {
            throw DiskWrites.failed("read", file, e);
        }
    }

    private static byte[] whole(FileChannel channel, Trailer trailer, int limit) throws IOException {
        if (trailer.size() > limit) {
            throw new DamagedEntry("it has " + trailer.size() + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) trailer.size());
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
            // until all is there
        }
        trailer.expect(Digest.of(bytes.array()));
        return bytes.array();
    }

    /**
     * Removes the entry of {@code key}, durably, if it was published here and not committed, validated or used since
     * {@code since}.
     *
     * @return how many bytes its file had; 0 if it stays, or there is none
     */
    public long removeUnused(Key key, Instant since) throws IOException {
        Path file = layout.file(key);
        if (file == null || !isPublished(key, file)) {
            return 0;
        }
        long bytes;
        ReentrantLock stripe = stripes.of(key);
        stripe.lock();
        try {
            BasicFileAttributes now =
                    file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
            if (now == null || !touched(now).isBefore(since) || !Files.deleteIfExists(file)) {
                return 0;
            }
            bytes = now.size();
            usage.changed(bytes, -1);
        } catch (IOException e) {
            throw DiskWrites.failed("remove", file, e);
        } finally {
            stripe.unlock();
        }
        DiskWrites.sync(DiskWrites.parent(file));
        return bytes;
    }

    private boolean isPublished(Key key, Path file) throws IOException {
        try {
            return Boolean.TRUE.equals(lastUse.quietly(key, file, () -> {
                Trailer.Read read = Trailer.read(file);
                return read != null
                        && read.trailer().key().equals(key)
                        && read.trailer().meta().hosted();
            }));
        } catch (IOException e) {
            throw DiskWrites.failed("read", file, e);
        }
    }

    private static Instant touched(BasicFileAttributes attributes) {
        Instant used = attributes.lastAccessTime().toInstant();
        Instant validated = attributes.lastModifiedTime().toInstant();
        return used.isAfter(validated) ? used : validated;
    }

    private final class PublishedWalk extends SimpleFileVisitor<Path> {
        private final PublishedVisitor visitor;
        private @Nullable InterruptedException interrupted;

        PublishedWalk(PublishedVisitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isSymbolicLink()) {
                // links are followed, so it is one whose target is missing
                throw DiskWrites.failed(
                        "read",
                        file,
                        new NoSuchFileException(Files.readSymbolicLink(file).toString()));
            }
            if (!Layout.isEntry(String.valueOf(file.getFileName()))) {
                return FileVisitResult.CONTINUE;
            }
            Key known = layout.key(file);
            Key key = known == null ? stored(file) : known;
            try {
                return key == null || visitor.see(key, touched(attributes))
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.TERMINATE;
            } catch (InterruptedException e) {
                interrupted = e;
                return FileVisitResult.TERMINATE;
            }
        }

        /** What its trailer says, for a name that was shortened. */
        private @Nullable Key stored(Path file) throws IOException {
            Trailer.Read read = Trailer.read(file);
            return read == null ? null : read.trailer().key();
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw DiskWrites.failed("read", file, e);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw DiskWrites.failed("read", at, e);
            }
            disk.removeEmpty(at);
            return FileVisitResult.CONTINUE;
        }
    }
}
