package dev.breakwater.store;

import java.util.concurrent.locks.ReentrantLock;

/** A set of locks, each for some of the keys, for code that checks before it replaces or removes. */
final class StripedLock {
    private static final int COUNT = 64;

    private final ReentrantLock[] all = new ReentrantLock[COUNT];

    StripedLock() {
        for (int i = 0; i < COUNT; i++) {
            all[i] = new ReentrantLock();
        }
    }

    /** The lock of {@code key}. */
    ReentrantLock of(Key key) {
        int hash = key.hashCode();
        return all[(hash ^ hash >>> 16) & COUNT - 1];
    }
}
