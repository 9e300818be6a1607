package dev.breakwater.fetch;

import dev.breakwater.store.Entry;
import dev.breakwater.upstream.Head;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the statements of several witnesses become one, for what no hash protects. Statements may be long: then they are files,
 * to be read as streams, and what they are merged to is written as a stream too.
 */
public interface Agreement {
    /**
     * What one origin said.
     *
     * @param head what it said of the content
     * @param content the bytes, which can be read until the merged content is written
     */
    record Statement(String origin, String domain, Head head, Content content) {
        /**
         * All the bytes, for formats whose statements are short. Not to be changed.
         *
         * @throws UncheckedIOException if they cannot be read
         */
        public byte[] bytes() {
            try {
                return content.bytes(Integer.MAX_VALUE);
            } catch (IOException e) {
                throw new UncheckedIOException("reading what " + origin + " said", e);
            }
        }
    }

    /**
     * What is to be merged.
     *
     * @param statements at least one, well-formed
     * @param wanted how many domains must stand behind what is said
     * @param held the content that is held, and what is known of it; null if none is. An {@code EntryGone} when it is opened is
     *     to be passed on: then all is merged again with what is held by then
     */
    record MergeRequest(
            List<Statement> statements,
            int wanted,
            @Nullable Entry held) {}

    /** Content that writes itself. */
    @FunctionalInterface
    interface ContentWriter {
        /** Writes all of it; {@code out} is buffered, and its owner closes it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * What the statements come to.
     *
     * @param content the merged content; written at most once, and not at all if others are asked
     * @param confirmed whether enough witnesses stand behind all of it; if not, another is asked if there is one
     * @param lasting whether the same statements come to the same later too. If so, it is enough to hear from origins that theirs
     *     are unchanged; if not, as when there was something that could not be found out, they are asked for all of it each time
     * @param wrong the origins that are proven wrong
     * @param dropped what of the statement of which origin was left out, for people: that part is bad, and the rest counts.
     *     It is told, and is no reason to ask that origin for nothing more
     * @param disagreement what they differed in, for people; empty if they did not
     */
    record Merged(
            ContentWriter content,
            boolean confirmed,
            boolean lasting,
            List<String> wrong,
            Map<String, String> dropped,
            String disagreement) {
        /** Of short content, with nothing dropped; lasting if there is no disagreement. */
        public Merged(byte[] bytes, boolean confirmed, List<String> wrong, String disagreement) {
            this(out -> out.write(bytes), confirmed, disagreement.isEmpty(), wrong, Map.of(), disagreement);
        }

        /** The same, lasting or not. */
        public Merged lasting(boolean lasts) {
            return new Merged(content, confirmed, lasts, wrong, dropped, disagreement);
        }

        /** Whether any of the statements alone would not have come to this. */
        boolean corrects() {
            return !disagreement.isEmpty() || !wrong.isEmpty() || !dropped.isEmpty();
        }
    }

    /** How many bytes a statement has at most: more is not read. */
    default long largest() {
        return 64 * 1024;
    }

    /** Why {@code content} can't be merged, though it may be a true statement, since it holds too much; empty if it can. */
    default String excess(Content content) throws IOException {
        return "";
    }

    /** Why {@code content} cannot be a true statement at all; empty if it can. A malformed statement is none. */
    String malformed(Content content) throws IOException;

    /** Whether {@code content}, which is not malformed, can be nothing but a true statement, whatever its sender calls it. */
    default boolean unmistakable(Content content) throws IOException {
        return true;
    }

    /** Whether statements are signed, so that a malformed one is forged rather than the thing's own defect. */
    default boolean signed() {
        return false;
    }

    /** Merges what was said. */
    Merged merge(MergeRequest request) throws InterruptedException, IOException;
}
