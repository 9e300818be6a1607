package dev.breakwater.sumdb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The result of verifying a lookup's reply. */
public sealed interface LookupResult {
    /**
     * The record is in the tree.
     *
     * @param id the record's number
     * @param record the record's text
     * @param zip the recorded hash of the module's zip, as in {@code h1:…=}; null if there is none: then nothing can be
     * compared, which does not mean equal
     * @param goMod the same for the go.mod file
     */
    record Authentic(
            long id,
            String record,
            @Nullable String zip,
            @Nullable String goMod) implements LookupResult {
        /**
         * The record as the reply to a lookup under {@code head} in place of the head it came with. Clients that only see our
         * current head need only the tiles that we have.
         *
         * @throws IllegalArgumentException if that head's tree ends before the record
         */
        public byte[] reply(TreeHead head) {
            if (id >= head.size()) {
                throw new IllegalArgumentException("record " + id + " is not among the first " + head.size());
            }
            ByteArrayOutputStream reply = new ByteArrayOutputStream();
            reply.writeBytes((id + "\n" + record + "\n").getBytes(StandardCharsets.UTF_8));
            reply.writeBytes(head.note());
            return reply.toByteArray();
        }
    }

    /** The reply is wrong, malformed, or belongs to another timeline: its sender is at fault. */
    record Forged(String why) implements LookupResult {}

    /**
     * It can't be decided right now.
     *
     * @param lied whether a source sent wrong tiles for the decision: it need not be the sender of the reply
     */
    record Unknown(String why, boolean lied) implements LookupResult {
        /** Because a source did not answer. */
        public Unknown(String why) {
            this(why, false);
        }
    }
}
