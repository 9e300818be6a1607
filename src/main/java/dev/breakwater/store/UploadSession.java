package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An upload that arrives in several requests, one at a time. What has arrived is in a file, and continues after a request that
 * broke off, or a restart of the server. Thread-safe.
 */
public final class UploadSession {
    private static final int BUFFER = 64 << 10;

    /** Makes the staged file of a path. */
    @FunctionalInterface
    interface StagedFiles {
        /** The staged file, not yet opened. */
        StagedFile of(Path file);
    }

    /**
     * What a session is, and belongs to: digests, so that they have a bounded form.
     *
     * @param id 32 hexadecimal digits, at random
     */
    record SessionOwner(String id, Digest by, Digest about) {}

    private final SessionOwner owner;
    private final Path file;
    private final StagedFiles files;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** What the digest covers; null if the file must be read for it. */
    private @Nullable MessageDigest digest;

    private @Nullable Staged open;
    private boolean busy;
    private boolean ended;
    private long arrived;
    private Instant last;

    /** One whose first {@code arrived} bytes are in {@code file}, the last of them since {@code last}. */
    UploadSession(SessionOwner owner, Path file, long arrived, Instant last, StagedFiles files, InstantSource clock) {
        this.owner = owner;
        this.file = file;
        this.arrived = arrived;
        this.last = last;
        this.files = files;
        this.clock = clock;
    }

    /** By which its client finds it again. */
    public String id() {
        return owner.id();
    }

    SessionOwner owner() {
        return owner;
    }

    /** How many bytes have arrived. */
    public long arrived() {
        lock.lock();
        try {
            return open == null ? arrived : open.arrived();
        } finally {
            lock.unlock();
        }
    }

    /** Since when nothing has arrived; now while a request is open. */
    Instant last() {
        lock.lock();
        try {
            return busy ? clock.instant() : last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Continues it. Until that is closed, no other request can. The content in it is not lost by {@link Staged#close}, unless it
     * was committed.
     *
     * @return where the next bytes go; empty if another request has it open, or it has ended
     */
    public Optional<Staged> resume() throws IOException {
        MessageDigest known;
        lock.lock();
        try {
            if (ended || busy) {
                return Optional.empty();
            }
            busy = true;
            known = digest;
            digest = null;
        } finally {
            lock.unlock();
        }
        StagedFile target = files.of(file);
        try {
            target.resume();
            MessageDigest covered = known == null ? read() : known;
            return Optional.of(opened(new FileStaged(target, covered, arrived(), this::closed)));
        } catch (IOException e) {
            target.close(true);
            lock.lock();
            try {
                busy = false;
            } finally {
                lock.unlock();
            }
            throw e;
        }
    }

    private Staged opened(Staged staged) {
        lock.lock();
        try {
            open = staged;
            return staged;
        } finally {
            lock.unlock();
        }
    }

    /** After a restart of the server; may take seconds. */
    private MessageDigest read() throws IOException {
        MessageDigest read = Digest.sha256();
        byte[] some = new byte[BUFFER];
        long count = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(some); n > 0; n = in.read(some)) {
                read.update(some, 0, n);
                count += n;
            }
        }
        lock.lock();
        try {
            arrived = count;
            return read;
        } finally {
            lock.unlock();
        }
    }

    private void closed(@Nullable MessageDigest covered, long count, boolean committed) {
        lock.lock();
        try {
            open = null;
            busy = false;
            digest = covered;
            arrived = count;
            last = clock.instant();
            ended |= committed;
            if (ended) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // the next start removes it, since no session has it
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    /** Discards what has arrived. */
    void end() throws IOException {
        lock.lock();
        try {
            ended = true;
            Files.deleteIfExists(file);
        } finally {
            lock.unlock();
        }
    }
}
