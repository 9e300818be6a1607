package dev.breakwater.fetch;

import dev.breakwater.upstream.KeptHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one form of a resource from another, such as the abbreviated form of a package's document from the full one. */
public interface Transform {
    /**
     * The version of the form besides its source: the transform's own version, and whatever it writes into the form, such as
     * an address. A form with another version is made again.
     */
    String version();

    /**
     * The content coding in which the form is stored and sent (RFC 9110 section 8.4): empty for none, or {@code gzip}. The form
     * is coded once, as it is made, and decoded for the few clients that do not accept the coding; {@link #apply} writes it
     * plain. A form in another coding is made again.
     */
    default String coding() {
        return "";
    }

    /** The most bytes of the form, before it is coded. */
    long largest();

    /**
     * Reads {@code source} and writes the form, both plain; neither needs to fit in memory.
     *
     * @return what is known of the form besides its bytes
     * @throws UnfitSourceException if no form can be made from that content
     * @throws IOException if reading or writing fails
     */
    Form apply(InputStream source, OutputStream form) throws UnfitSourceException, IOException;

    /**
     * What is known of a form, once it is made, besides its bytes.
     *
     * @param modified when the form's content was last modified, as the content itself says: the Last-Modified of RFC 9110
     *     section 8.8.2. A client that has the form of that instant is told that nothing has changed. Null if it does not say:
     *     then it is when the form was made
     * @param headers further response headers that come from the content, by names in lower case; not those that the server
     *     itself says, such as an ETag
     */
    record Form(@Nullable Instant modified, Map<String, String> headers) {
        /** Nothing besides the bytes. */
        public static final Form PLAIN = new Form(null, Map.of());

        /**
         * Copies the headers.
         *
         * @throws IllegalArgumentException if one of them is not the content's to say, or is too long or not ASCII
         */
        public Form {
            headers = KeptHeaders.checked(headers);
        }

        /** A form that was last modified then. */
        public static Form modifiedAt(Instant modified) {
            return new Form(modified, Map.of());
        }
    }

    /** Thrown if no form can be made; the message says why. */
    final class UnfitSourceException extends Exception {
        private static final long serialVersionUID = 1L;
        private final UnfitReason reason;

        private UnfitSourceException(String why, UnfitReason reason) {
            super(why);
            this.reason = reason;
        }

        /** The source is invalid. */
        public UnfitSourceException(String why) {
            this(why, UnfitReason.INVALID);
        }

        /** The source is valid, and says that there is nothing to make a form of, as if there were no source. */
        public static UnfitSourceException absent(String why) {
            return new UnfitSourceException(why, UnfitReason.ABSENCE);
        }

        /** The source is valid, and does not say yet whether there is something to make a form of. */
        public static UnfitSourceException undecided(String why) {
            return new UnfitSourceException(why, UnfitReason.UNDECIDED);
        }

        UnfitReason reason() {
            return reason;
        }
    }

    /** Why no form can be made. */
    enum UnfitReason {
        INVALID,
        ABSENCE,
        UNDECIDED
    }
}
