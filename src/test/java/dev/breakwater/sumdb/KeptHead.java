package dev.breakwater.sumdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps the head in memory, and remembers all it ever kept. */
final class KeptHead implements Heads {
    private final List<TreeHead> history = new ArrayList<>();
    private @Nullable TreeHead head;

    @Override
    public synchronized @Nullable TreeHead load() {
        return head;
    }

    @Override
    public synchronized boolean advance(@Nullable TreeHead from, TreeHead to) {
        if (!Objects.equals(head, from)) {
            return false;
        }
        head = to;
        history.add(to);
        return true;
    }

    synchronized void reset() {
        head = null;
    }

    synchronized List<TreeHead> history() {
        return List.copyOf(history);
    }
}
