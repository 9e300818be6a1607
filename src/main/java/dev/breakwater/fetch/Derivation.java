package dev.breakwater.fetch;

import java.util.Optional;

/** Makes an answer's bytes from what is already known, as the newest version from a list. Runs on a virtual thread. */
@FunctionalInterface
public interface Derivation {
    /** Nothing can be made. */
    Derivation NONE = Optional::empty;

    /** The bytes; empty where nothing can be made. */
    Optional<byte[]> make() throws InterruptedException;
}
