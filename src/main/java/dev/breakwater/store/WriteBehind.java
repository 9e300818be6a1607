package dev.breakwater.store;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Syncs a long file while it grows, so that its commit waits for the last of its bytes alone. The operating system reports a
 * failed write once, to whichever sync comes first, and calls the next one a success: so a failure is kept. One thread writes; a
 * sync has its own.
 */
final class WriteBehind {
    /** So many bytes are worth a sync of their own. */
    private static final long STEP = 32L << 20;

    /** Held by the sync under way, from before its thread begins. */
    private final Semaphore turn = new Semaphore(1);

    private long next = STEP;
    private @Nullable IOException failure;

    /** The first {@code length} bytes of {@code file} are written. */
    void written(FileChannel file, long length) {
        if (length < next || !turn.tryAcquire()) {
            return;
        }
        next = length + STEP;
        Thread.ofVirtual().name("sync").start(() -> {
            try {
                sync(file);
            } finally {
                turn.release();
            }
        });
    }

    private void sync(FileChannel file) {
        try {
            file.force(false);
        } catch (ClosedChannelException e) {
            // what was discarded needs no sync, and what was committed has had it
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }

    /** Waits for a sync under way, and returns whether one has failed. */
    boolean hasFailed() {
        turn.acquireUninterruptibly();
        try {
            return failure != null;
        } finally {
            turn.release();
        }
    }

    /** The file is empty again: what failed was about bytes that are gone. */
    void restart() {
        turn.acquireUninterruptibly();
        try {
            failure = null;
            next = STEP;
        } finally {
            turn.release();
        }
    }

    /**
     * Waits until all of {@code file} is on the disk.
     *
     * @throws IOException if that fails, or a sync before it has
     */
    void complete(FileChannel file) throws IOException {
        turn.acquireUninterruptibly();
        try {
            sync(file);
            IOException why = failure;
            if (why != null) {
                throw why;
            }
            if (!file.isOpen()) {
                throw new ClosedChannelException();
            }
        } finally {
            turn.release();
        }
    }
}
