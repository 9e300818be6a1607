package dev.breakwater.format.go.checksum;

import dev.breakwater.sumdb.Heads;
import dev.breakwater.sumdb.TreeHead;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A tree head that another process stores: what is proven beyond it is kept only in memory, as long as this object lives. */
public final class BorrowedHead implements Heads {
    private final Heads owner;
    private @Nullable TreeHead newest;

    public BorrowedHead(Heads owner) {
        this.owner = owner;
    }

    @Override
    public synchronized @Nullable TreeHead load() throws IOException {
        return newest == null ? owner.load() : newest;
    }

    @Override
    public synchronized boolean advance(@Nullable TreeHead from, TreeHead to) throws IOException {
        TreeHead kept = load();
        if (kept == null ? from != null : !kept.equals(from)) {
            return false;
        }
        newest = to;
        return true;
    }
}
