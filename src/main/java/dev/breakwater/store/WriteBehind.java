package dev.breakwater.store;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Syncs a long file while it grows, so that its commit waits for the last of its bytes alone. The operating system reports a
 * failed write once, to whichever sync comes first: it is kept for the commit. One thread writes; a sync has its own.
 */
final class WriteBehind {
    /** So many bytes are worth a sync of their own. */
    private static final long STEP = 32L << 20;

    private final AtomicBoolean begun = new AtomicBoolean();
    private final ReentrantLock syncing = new ReentrantLock();
    private long next = STEP;
    private @Nullable IOException failure;

    /** The first {@code length} bytes of {@code file} are written. */
    void written(FileChannel file, long length) {
        if (length >= next && begun.compareAndSet(false, true)) {
            next = length + STEP;
            Thread.ofVirtual().name("sync").start(() -> {
                sync(file);
                begun.set(false);
            });
        }
    }

    private void sync(FileChannel file) {
        syncing.lock();
        try {
            file.force(false);
        } catch (ClosedChannelException e) {
            // what was discarded needs no sync, and what was committed has had it
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        } finally {
            syncing.unlock();
        }
    }

    /** Waits for a sync under way, and returns whether one has failed. */
    boolean hasFailed() {
        syncing.lock();
        try {
            return failure != null;
        } finally {
            syncing.unlock();
        }
    }

    /**
     * Waits until all of {@code file} is on the disk.
     *
     * @throws IOException if that fails, or a sync before it has
     */
    void complete(FileChannel file) throws IOException {
        syncing.lock();
        try {
            file.force(false);
            IOException before = failure;
            if (before != null) {
                throw before;
            }
        } finally {
            syncing.unlock();
        }
    }
}
