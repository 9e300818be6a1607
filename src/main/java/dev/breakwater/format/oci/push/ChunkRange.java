package dev.breakwater.format.oci.push;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of a chunk in its blob: the {@code Content-Range} of the distribution specification, "Pushing a blob in chunks", which
 * is {@code <first>-<last>}; some clients write it as in RFC 9110 §14.4.
 */
record ChunkRange(long first, long last) {
    private static final Pattern FORM =
            Pattern.compile("(?:bytes[ =])?([0-9]{1,18})-([0-9]{1,18})(?:/(?:\\*|[0-9]{1,18}))?");

    /** The range in {@code header}; empty if it is malformed. */
    static Optional<ChunkRange> parse(String header) {
        Matcher range = FORM.matcher(header.strip());
        if (!range.matches()) {
            return Optional.empty();
        }
        ChunkRange found = new ChunkRange(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        // a last chunk without bytes ends before it begins
        return found.last >= found.first - 1 ? Optional.of(found) : Optional.empty();
    }

    /** Whether a body of {@code length}, a header, is as long as it says; an unknown length may be. */
    boolean fits(@Nullable String length) {
        return length == null
                || length.strip().equals(Long.toString(last - first + 1))
                || length.strip().equals("0");
    }
}
