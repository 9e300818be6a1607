package dev.breakwater.sumdb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a lookup's reply is worth. */
public sealed interface LookupResult {
    /**
     * The record is in the tree.
     *
     * @param id the record's number
     * @param record the record's text
     * @param zip what it vouches for as the hash of the module's zip, as in {@code h1:…=}; null where it vouches for
     *     none: then there is nothing to compare with, which is not the same as equal
     * @param goMod the same for the go.mod file
     */
    record Authentic(
            long id,
            String record,
            @Nullable String zip,
            @Nullable String goMod) implements LookupResult {
        /**
         * The record as the reply to a lookup under {@code head} in place of the head it came with. Clients that only
         * ever see the head we are at need only the tiles we have.
         *
         * @throws IllegalArgumentException where that head's tree ends before the record
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
     * @param lied whether what was sent to tell it by was wrong: the sender of the reply may not have sent that
     */
    record Unknown(String why, boolean lied) implements LookupResult {
        /** For want of an answer. */
        public Unknown(String why) {
            this(why, false);
        }
    }
}
