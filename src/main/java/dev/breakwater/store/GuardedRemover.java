package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Removes entries of an open store, without removing one that is committed at that moment. */
final class GuardedRemover implements StoreCollection.Remover {
    private final DiskWrites disk;
    private final StripedLock stripes;
    private final StoreUsage stock;
    private final Consumer<Key> gone;

    GuardedRemover(DiskWrites disk, StripedLock stripes, StoreUsage stock, Consumer<Key> gone) {
        this.disk = disk;
        this.stripes = stripes;
        this.stock = stock;
        this.gone = gone;
    }

    @Override
    public boolean remove(Key key, EntryGroups.GroupedEntry piece) throws IOException {
        if (!removed(key, piece)) {
            return false;
        }
        gone.accept(key);
        return true;
    }

    /** Doesn't sync: what a crash brings back is collected again. */
    private boolean removed(Key key, EntryGroups.GroupedEntry piece) throws IOException {
        ReentrantLock stripe = stripes.of(key);
        stripe.lock();
        try {
            if (!piece.unchanged() || !Files.deleteIfExists(piece.file())) {
                return false;
            }
            stock.changed(piece.seen().size(), -1);
            return true;
        } catch (IOException e) {
            throw DiskWrites.failed("remove", piece.file(), e);
        } finally {
            stripe.unlock();
        }
    }

    @Override
    public void left(Path folder) {
        disk.removeEmpty(folder);
    }
}
