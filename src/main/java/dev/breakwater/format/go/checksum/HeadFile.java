package dev.breakwater.format.go.checksum;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.store.DurableFile;
import dev.breakwater.sumdb.Heads;
import dev.breakwater.sumdb.TreeHead;
import dev.breakwater.sumdb.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file with the newest proven tree head of one checksum database: its signed note, as received. If a write fails, the head
 * stays in memory until the process ends, and is written with the next one: a full disk must not prevent verification, and a
 * missing file must not undo what was proven.
 */
public final class HeadFile implements Heads {
    /** One lock a file: two repositories may store the same head, and so may an old configuration and the new one. */
    private static final ConcurrentMap<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final ReentrantLock lock;
    private final DurableFile file;
    private final VerifierKey key;
    private final Events events;
    private volatile @Nullable TreeHead newest;
    private boolean refused;

    public HeadFile(Path file, VerifierKey key, Events events) {
        this.file = new DurableFile(file);
        this.lock = LOCKS.computeIfAbsent(file.toAbsolutePath().normalize(), f -> new ReentrantLock());
        this.key = key;
        this.events = events;
    }

    @Override
    public @Nullable TreeHead load() throws IOException {
        TreeHead known = newest;
        if (known == null) {
            return written();
        }
        // an import in another process may move the file forward, by the same proofs
        TreeHead kept = readable();
        return kept != null && kept.size() > known.size() ? kept : known;
    }

    /** The head in the file, if it can be read: the one in memory does not depend on it. */
    private @Nullable TreeHead readable() {
        try {
            return written();
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable TreeHead written() throws IOException {
        Optional<byte[]> note = file.read();
        try {
            return note.isEmpty() ? null : TreeHead.open(note.get(), key);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the tree head of " + key.name() + " in its file can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean advance(@Nullable TreeHead from, TreeHead to) throws IOException {
        lock.lock();
        try {
            TreeHead kept = load();
            if (kept == null ? from != null : !kept.equals(from)) {
                return false;
            }
            newest = to;
            write(to);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void write(TreeHead head) {
        try {
            file.replace(head.note());
            refused = false;
        } catch (IOException e) {
            if (!refused) {
                events.publish(new Event.Alarm(
                        key.name(), "its newest tree head is lost when this process ends: " + e.getMessage(), e));
            }
            refused = true;
        }
    }
}
