package dev.breakwater.verify;

import java.util.function.Supplier;

/**
 * The verifier of one resource's content, which starts a check for each download. Shared by all fetches of that resource; keeps
 * no state.
 */
public interface Verifier {
    /** The maximum size of right content in bytes: larger content is wrong, and its rest is not read. */
    long largest();

    /**
     * The size of right content in bytes, if a proven record says it; else -1. Content that is announced with another size, or goes
     * beyond it, is wrong, and its rest is not read. Called once for each fetch, by its thread; may read the store.
     */
    default long size() {
        return -1;
    }

    /** Starts the check of one content that is about to arrive. Look-ups in parallel to the download start here. */
    Check start();

    /** For content of at most {@code largest} bytes. */
    static Verifier of(long largest, Supplier<Check> start) {
        return new Verifier() {
            @Override
            public long largest() {
                return largest;
            }

            @Override
            public Check start() {
                return start.get();
            }
        };
    }
}
