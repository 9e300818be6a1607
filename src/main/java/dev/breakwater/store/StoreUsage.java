package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The size of a store: counted once by a walk over its files while the store is in use, and updated from then on.
 * What is removed while the walk is under way may be counted wrongly; what is committed is not.
 */
public final class StoreUsage {
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile boolean counted;

    /** While the walk is under way: what has been committed since it began, with the size it had before, or -1. */
    private volatile @Nullable ConcurrentMap<Path, Long> young;

    StoreUsage() {}

    /** Whether the walk is done: before that, the numbers are meaningless. */
    public boolean counted() {
        return counted;
    }

    /** How many entries there are. */
    public long entries() {
        return entries.get();
    }

    /** The bytes of their files, bodies and trailers. */
    public long bytes() {
        return bytes.get();
    }

    /** The size of {@code file}; -1 if there is none. */
    static long size(Path file) throws IOException {
        BasicFileAttributes attributes =
                file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
        return attributes == null ? -1 : attributes.size();
    }

    /** Declares that {@code file} of {@code before} bytes, -1 for none, is about to be replaced. */
    void replacing(Path file, long before) {
        ConcurrentMap<Path, Long> since = young;
        if (since != null) {
            since.putIfAbsent(file, before);
        }
    }

    /** Declares that a file of {@code before} bytes, -1 for none, now has {@code after}, -1 for none. */
    void changed(long before, long after) {
        add(before, -1);
        add(after, 1);
    }

    private void add(long size, int sign) {
        if (size >= 0) {
            entries.addAndGet(sign);
            bytes.addAndGet(sign * size);
        }
    }

    /** Counts the files below {@code folder}. */
    void count(Path folder) throws IOException {
        ConcurrentMap<Path, Long> since = new ConcurrentHashMap<>();
        young = since;
        entries.set(0);
        bytes.set(0);
        Entries.visit(folder, new Entries.FileVisitor() {
            @Override
            public FileVisitResult see(Path file) throws IOException {
                if (stopped.get()) {
                    return FileVisitResult.TERMINATE;
                }
                // its size first: if it is replaced in between, the other number is the right one
                long is = size(file);
                add(since.getOrDefault(file, is), 1);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public void unreadable(Path at, IOException why) {
                // unreadable, so it doesn't count as stored
            }
        });
        young = null;
        counted = !stopped.get();
    }

    /** Ends a walk that is under way. */
    void stop() {
        stopped.set(true);
    }
}
