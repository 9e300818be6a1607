package dev.breakwater.fetch;

/** Makes an answer from what is already known, as the newest version from a list. Runs on a virtual thread. */
@FunctionalInterface
public interface Derivation {
    /** Nothing can be made. */
    Derivation NONE = Nothing::new;

    /** Makes it, or says that it cannot. */
    Derived make() throws InterruptedException;

    /** What was made. */
    sealed interface Derived {}

    /** The answer's bytes; {@code provisional} says that something they were made of was not confirmed. */
    record DerivedContent(byte[] bytes, boolean provisional) implements Derived {
        /** Of what is confirmed. */
        public DerivedContent(byte[] bytes) {
            this(bytes, false);
        }
    }

    /** The answer's bytes, of what was current once: told as stale, and not kept. */
    record Outdated(byte[] bytes) implements Derived {}

    /** What is known says that there is no such thing; {@code why} is for people. */
    record Never(String why) implements Derived {}

    /** What is known says nothing about it. */
    record Nothing() implements Derived {}
}
