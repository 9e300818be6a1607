package dev.breakwater.verify;

import java.util.function.Supplier;

/**
 * The verifier of one resource's content, which starts a check for each download. Shared by all fetches of that resource; keeps
 * no state.
 */
public interface Verifier {
    /** The maximum size of right content in bytes: larger content is wrong, and its rest is not read. */
    long largest();

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
