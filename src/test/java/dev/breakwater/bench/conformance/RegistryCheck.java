package dev.breakwater.bench.conformance;

import java.io.IOException;

/**
 * One thing that clients may rely on. It passes with every answer that its source allows, and changes only packages that it
 * published itself.
 *
 * @param group what it is about, such as {@code tarballs}
 * @param name the promise, as a sentence
 * @param source where it is from: the client that depends on it, the registry's documentation, or a section of RFC 9110
 */
public record RegistryCheck(String group, String name, String source, CheckBody body) {
    /** What a check does. */
    @FunctionalInterface
    public interface CheckBody {
        /** Asks {@code registry}. */
        void run(CheckedRegistry registry) throws UnmetCheck, IOException, InterruptedException;
    }

    /** What the registry did wrong; empty if it passed. */
    public String failure(CheckedRegistry registry) throws InterruptedException {
        try {
            body.run(registry);
            return "";
        } catch (UnmetCheck | IOException e) {
            return String.valueOf(e.getMessage() == null ? e : e.getMessage());
        }
    }

    @Override
    public String toString() {
        return group + ": " + name;
    }
}
