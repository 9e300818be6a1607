package dev.breakwater.upstream;

import java.util.concurrent.Semaphore;

/**
 * A limit of concurrent exchanges that several origins share, over all classes of traffic. Beyond it an exchange is refused at
 * once: waiting in a fetch would hold the very resource that the limit shares.
 */
public final class SharedLimit {
    private final Semaphore room;

    /** Allows so many at once. */
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
