package dev.breakwater.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of an entry are a representation of: how they are coded, and when their content changed. This server made them
 * so; no upstream can say it.
 *
 * @param coding the content coding of the stored bytes (RFC 9110 section 8.4): empty for none, or {@link #GZIP}
 * @param modified when the content was last modified, as the content itself says (RFC 9110 section 8.8.2); null if it says
 *     nothing
 */
public record Representation(String coding, @Nullable Instant modified) {
    /** RFC 1952. */
    public static final String GZIP = "gzip";

    /** Not coded, and without an instant of its own. */
    public static final Representation PLAIN = new Representation("", null);

    /**
     * Checks the coding.
     *
     * @throws IllegalArgumentException if this version can't decode it
     */
    public Representation {
        if (!coding.isEmpty() && !coding.equals(GZIP)) {
            throw new IllegalArgumentException("the content coding is '" + coding + "'; only gzip is supported");
        }
    }
}
