package dev.breakwater.fetch;

import java.util.List;

/** How the words of several witnesses become one, for what no hash protects. */
public interface Agreement {
    /** What one origin said. */
    record Statement(String origin, String domain, byte[] bytes) {}

    /**
     * What the words come to.
     *
     * @param bytes the merged content
     * @param confirmed whether enough witnesses stand behind all of it; where not, another is asked if there is one
     * @param wrong the origins that are proven wrong
     * @param disagreement what they differed in, for people; empty where they did not
     */
    record Merged(byte[] bytes, boolean confirmed, List<String> wrong, String disagreement) {}

    /** How many bytes a word has at most: more is not read. */
    default int largest() {
        return 64 * 1024;
    }

    /** Why {@code bytes} can't be merged, though they may be a true word, since they hold too much; empty where they can. */
    default String excess(byte[] bytes) {
        return "";
    }

    /** Why {@code bytes} cannot be a true word at all; empty where they can. A malformed word is no word. */
    String malformed(byte[] bytes);

    /** Whether {@code bytes}, which are not malformed, can be nothing but a true word, whatever their sender calls them. */
    default boolean unmistakable(byte[] bytes) {
        return true;
    }

    /** Whether words are signed, so that a malformed one is forged rather than the thing's own defect. */
    default boolean signed() {
        return false;
    }

    /** Merges at least one well-formed word. {@code wanted} is how many domains must stand behind what is said. */
    Merged merge(List<Statement> words, int wanted) throws InterruptedException;
}
