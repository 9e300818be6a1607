package dev.breakwater.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Makes one form of a thing from another, as the abbreviated form of a package's document from the full one. */
public interface Transform {
    /**
     * What the form depends on besides the content that it is made from: the transform's own version, and whatever it writes
     * into the form, such as an address. What was made by a transform that says something else here is made again.
     */
    String version();

    /** The most bytes that it makes. */
    long largest();

    /**
     * Reads {@code source} and writes the form, neither of which need be held in memory.
     *
     * @throws UnfitSourceException if no form can be made from that content
     * @throws IOException if reading or writing fails
     */
    void apply(InputStream source, OutputStream form) throws UnfitSourceException, IOException;

    /** The content that a form is to be made from is not what it must be; the message says why. */
    final class UnfitSourceException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Says why. */
        public UnfitSourceException(String why) {
            super(why);
        }
    }
}
