package dev.breakwater.repository;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Packs releases so that a server can take them in: an ability of a format. */
@FunctionalInterface
public interface ReleasePacking {
    /**
     * The release of that name, as in {@code git.example.com/lib@v1.2.3}.
     *
     * @throws IllegalArgumentException if none can have that name; the message says why
     */
    NamedRelease named(String release);

    /** A release that is to be published. */
    interface NamedRelease {
        /** Where it is sent, below a repository's address. */
        String path();

        /**
         * Writes the archive of what is in {@code folder}.
         *
         * @throws IllegalArgumentException if none can be made of what is there; the message says why
         * @throws IOException if a file can't be read, or {@code out} not written
         */
        void pack(Path folder, OutputStream out) throws IOException;
    }
}
