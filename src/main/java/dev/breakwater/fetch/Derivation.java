package dev.breakwater.fetch;

/** Makes an answer from stored content, such as the newest version from a list. Runs on a virtual thread. */
@FunctionalInterface
public interface Derivation {
    /** Nothing can be made. */
    Derivation NONE = Nothing::new;

    /** Makes it, or says that it cannot. */
    Derived make() throws InterruptedException;

    /** The result of a derivation. */
    sealed interface Derived {}

    /** The answer's bytes; {@code provisional} says that something they were made of was not confirmed. */
    record DerivedContent(byte[] bytes, boolean provisional) implements Derived {
        /** From confirmed content. */
        public DerivedContent(byte[] bytes) {
            this(bytes, false);
        }
    }

    /** The answer's bytes, from outdated content: served as stale, and not stored. */
    record Outdated(byte[] bytes) implements Derived {}

    /** The stored content says "not found"; {@code why} is text for people. */
    record Never(String why) implements Derived {}

    /** The stored content says nothing about it. */
    record Nothing() implements Derived {}
}
