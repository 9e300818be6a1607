package dev.breakwater.verify;

/** Knows how content of one resource is told right from wrong. Shared by all who fetch that resource; keeps no state. */
@FunctionalInterface
public interface Verifier {
    /** Starts the check of one content that is about to arrive. What can be looked up meanwhile starts here. */
    Check start();
}
