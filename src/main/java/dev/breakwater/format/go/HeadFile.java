package dev.breakwater.format.go;

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

/** Keeps the newest proven tree head of one checksum database in a file: its signed note, as it was received. */
final class HeadFile implements Heads {
    /** One a file: two repositories may keep the same head, and so may an old configuration and the new one. */
    private static final ConcurrentMap<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final ReentrantLock lock;
    private final DurableFile file;
    private final VerifierKey key;

    HeadFile(Path file, VerifierKey key) {
        this.file = new DurableFile(file);
        this.lock = LOCKS.computeIfAbsent(file.toAbsolutePath().normalize(), f -> new ReentrantLock());
        this.key = key;
    }

    @Override
    public @Nullable TreeHead load() throws IOException {
        Optional<byte[]> note = file.read();
        try {
            return note.isEmpty() ? null : TreeHead.open(note.get(), key);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the tree head of " + key.name() + " that is kept cannot be read: " + e.getMessage(), e);
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
            file.replace(to.note());
            return true;
        } finally {
            lock.unlock();
        }
    }
}
