package dev.breakwater.upstream;

import java.util.concurrent.Semaphore;

/**
 * So many exchanges at once, of all the origins that have this share and in every class of traffic together. What finds no
 * room is refused at once: it would wait in a fetch, and so hold the very thing of which it may have a share.
 */
public final class SharedLimit {
    private final Semaphore room;

    /** Room for so many. */
    public SharedLimit(int exchanges) {
        room = new Semaphore(exchanges);
    }

    boolean enter() {
        return room.tryAcquire();
    }

    void leave() {
        room.release();
    }
}
