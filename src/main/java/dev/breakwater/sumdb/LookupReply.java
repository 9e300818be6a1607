package dev.breakwater.sumdb;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a lookup: the record's number, the record, a blank line, a signed tree head. See {@code tlog.ParseRecord}
 * in golang.org/x/mod.
 *
 * @param id the record's number, as claimed
 * @param record the record's text: lines, the last one ended, none blank
 * @param note the signed note behind it, unopened
 */
record LookupReply(long id, String record, byte[] note) {
    private static final int MAX_SIZE = 2 * Note.MAX_SIZE;

    /**
     * Parses a reply. Verifies nothing.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static LookupReply parse(byte[] reply) {
        if (reply.length > MAX_SIZE) {
            throw malformed("it has " + reply.length + " bytes, more than " + MAX_SIZE);
        }
        int line = indexOf(reply, 0, false);
        int blank = line < 0 ? -1 : indexOf(reply, line + 1, true);
        if (blank < 0) {
            throw malformed("it is not a number, a record and a blank line");
        }
        String digits = Utf8.decode(Arrays.copyOf(reply, line));
        Long id = digits == null ? null : TreeHead.number(digits);
        String record = Utf8.decode(Arrays.copyOfRange(reply, line + 1, blank + 1));
        if (id == null) {
            throw malformed("its first line is not a record's number");
        }
        if (record == null) {
            throw malformed("its record holds control characters or is not UTF-8");
        }
        return new LookupReply(id, record, Arrays.copyOfRange(reply, blank + 2, reply.length));
    }

    /** The index of the first line break from {@code from} on; with {@code blank}, of the first that another one follows. */
    private static int indexOf(byte[] bytes, int from, boolean blank) {
        int last = blank ? bytes.length - 1 : bytes.length;
        for (int i = from; i < last; i++) {
            if (bytes[i] == '\n' && (!blank || bytes[i + 1] == '\n')) {
                return i;
            }
        }
        return -1;
    }

    private static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException("the lookup's reply is malformed: " + why);
    }

    /** The hash lines {@code module version hash} of an authenticated record; see {@link #hashes}. */
    sealed interface ReplyLine {
        /** One hash. */
        record SingleHash(String hash) implements ReplyLine {}

        /** No such line. */
        record NoHashes() implements ReplyLine {}

        /** Lines that contradict each other: they vouch for nothing. */
        record Several() implements ReplyLine {}
    }

    /** The record's hash of {@code module} at {@code version}, or of its go.mod at {@code version/go.mod}. */
    ReplyLine hashes(String module, String version) {
        String prefix = module + " " + version + " h1:";
        Set<String> hashes = new LinkedHashSet<>();
        for (String line : record.split("\n", -1)) {
            if (line.startsWith(prefix)) {
                hashes.add(line.substring(prefix.length() - "h1:".length()));
            }
        }
        return switch (hashes.size()) {
            case 0 -> new ReplyLine.NoHashes();
            case 1 -> new ReplyLine.SingleHash(hashes.iterator().next());
            default -> new ReplyLine.Several();
        };
    }

    /** The hash that {@code line} vouches for; null if it vouches for none. */
    static @Nullable String vouched(ReplyLine line) {
        return line instanceof ReplyLine.SingleHash one ? one.hash() : null;
    }
}
