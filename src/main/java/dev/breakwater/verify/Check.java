package dev.breakwater.verify;

import java.nio.ByteBuffer;

/**
 * The check of one content: sees the bytes as they arrive, then gives a verdict on the whole. Used by one thread at a
 * time.
 */
@FunctionalInterface
public interface Check {
    /**
     * Sees the next bytes, in order and without gaps; everything from the buffer's position to its limit. The position
     * is the caller's to keep: an implementation reads from a duplicate.
     */
    default void update(ByteBuffer arrived) {}

    /** Starts over: the content begins again at byte 0. */
    default void restart() {}

    /** The verdict on the whole content, of which {@link #update} has seen every byte. */
    Verdict verdict(Content whole) throws InterruptedException;
}
