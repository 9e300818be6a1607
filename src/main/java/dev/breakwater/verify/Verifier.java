package dev.breakwater.verify;

import java.util.function.Supplier;

/** Knows how content of one resource is told right from wrong. Shared by all who fetch that resource; keeps no state. */
public interface Verifier {
    /** How many bytes right content has at most: what has more is wrong, and no more of it need arrive. */
    long largest();

    /** Starts the check of one content that is about to arrive. What can be looked up meanwhile starts here. */
    Check start();

    /** Of content that has at most {@code largest} bytes. */
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
