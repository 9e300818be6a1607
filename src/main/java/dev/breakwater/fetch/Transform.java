package dev.breakwater.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Makes one form of a resource from another, such as the abbreviated form of a package's document from the full one. */
public interface Transform {
    /**
     * The version of the form besides its source: the transform's own version, and whatever it writes into the form, such as
     * an address. A form with another version is made again.
     */
    String version();

    /** The most bytes of the form. */
    long largest();

    /**
     * Reads {@code source} and writes the form; neither needs to fit in memory.
     *
     * @throws UnfitSourceException if no form can be made from that content
     * @throws IOException if reading or writing fails
     */
    void apply(InputStream source, OutputStream form) throws UnfitSourceException, IOException;

    /** Thrown if the source is invalid; the message says why. */
    final class UnfitSourceException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Says why. */
        public UnfitSourceException(String why) {
            super(why);
        }
    }
}
