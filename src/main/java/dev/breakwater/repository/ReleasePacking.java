package dev.breakwater.repository;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Packs releases for publishing to a server: an ability of a format. */
@FunctionalInterface
public interface ReleasePacking {
    /**
     * The release of that name, as in {@code git.example.com/lib@v1.2.3}.
     *
     * @throws IllegalArgumentException if the name is invalid; the message says why
     */
    NamedRelease named(String release);

    /** A release to publish. */
    interface NamedRelease {
        /** Its path for the upload, below a repository's address. */
        String path();

        /**
         * Writes the archive of {@code folder}.
         *
         * @throws IllegalArgumentException if the folder is invalid; the message says why
         * @throws IOException if a file can't be read, or {@code out} not written
         */
        void pack(Path folder, OutputStream out) throws IOException;
    }
}
