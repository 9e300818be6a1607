package dev.breakwater.fetch;

import dev.breakwater.store.Entry;
import dev.breakwater.upstream.Head;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The merge of several witnesses' statements, for content without a hash. Statements may be long: then they are files, read as
 * streams, and the merged content is written as a stream too.
 */
public interface Agreement {
    /**
     * The statement of one origin.
     *
     * @param head the head of its response
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
     * The input of a merge.
     *
     * @param statements at least one, well-formed
     * @param wanted how many domains must confirm a claim
     * @param held the stored content and its metadata; null if there is none. Pass on an {@code EntryGone} when opening it:
     *     then all is merged again with the current entry
     * @param last whether the result counts even if it is not confirmed; else another origin is asked first, and the content of
     *     an unconfirmed result is not looked at
     */
    record MergeRequest(
            List<Statement> statements,
            int wanted,
            @Nullable Entry held,
            boolean last) {
        /** After which no other origin is asked. */
        public MergeRequest(List<Statement> statements, int wanted, @Nullable Entry held) {
            this(statements, wanted, held, true);
        }
    }

    /** Content that writes itself. */
    @FunctionalInterface
    interface ContentWriter {
        /** Writes all of it; {@code out} is buffered, and its owner closes it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * The result of a merge.
     *
     * @param content the merged content; written at most once, and not at all if further origins are asked
     * @param confirmed whether enough witnesses confirm all of it; if not, another is asked if there is one
     * @param lasting whether the same statements give the same result later. If so, it is enough that origins say "not
     *     modified"; if not, for example because a lookup failed, each fetch gets the whole statements
     * @param wrong the origins that are proven wrong
     * @param dropped what was left out of which origin's statement, as text for an operator: that part is bad, and the rest
     *     counts. It is reported, and the origin stays in use
     * @param disagreement what they differed in, as text for an operator; empty if they agreed
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

        /** {@link #dropped} as one text. */
        String leftOut() {
            return dropped.entrySet().stream()
                    .map(each -> each.getKey() + " " + each.getValue())
                    .sorted()
                    .collect(Collectors.joining("; "));
        }

        /** Whether one of the statements alone would have given another result. */
        boolean corrects() {
            return !disagreement.isEmpty() || !wrong.isEmpty() || !dropped.isEmpty();
        }
    }

    /** The most bytes of a statement: more is not read. */
    default long largest() {
        return 64 * 1024;
    }

    /**
     * Why {@code content} says nothing of the resource, and is not proof that anything is wrong with it: it holds too much to be
     * merged, or reports an error. Its sender is in trouble then. Empty if it may be a statement.
     */
    default String unusable(Content content) throws IOException {
        return "";
    }

    /** Why {@code content} is malformed and so not a statement; empty if it is well-formed. */
    String malformed(Content content) throws IOException;

    /** Whether {@code content}, which is well-formed, is certainly a statement, whatever its media type. */
    default boolean unmistakable(Content content) throws IOException {
        return true;
    }

    /** Whether statements are signed, so that a malformed one is forged rather than a defect of the resource. */
    default boolean signed() {
        return false;
    }

    /** Merges the statements. */
    Merged merge(MergeRequest request) throws InterruptedException, IOException;
}
