package dev.breakwater.store;

import java.util.concurrent.locks.ReentrantLock;

/** Locks, each of which guards some keys, for code that checks before it replaces or removes. */
final class StripedLock {
    private static final int COUNT = 64;

    private final ReentrantLock[] all = new ReentrantLock[COUNT];

    StripedLock() {
        for (int i = 0; i < COUNT; i++) {
            all[i] = new ReentrantLock();
        }
    }

    /** The one that guards the place of {@code key}. */
    ReentrantLock of(Key key) {
        int hash = key.hashCode();
        return all[(hash ^ hash >>> 16) & COUNT - 1];
    }
}
