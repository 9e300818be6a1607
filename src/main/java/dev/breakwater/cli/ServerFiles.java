package dev.breakwater.cli;

import dev.breakwater.config.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A client that requests files from a running server, for the commands that fill its store. Safe for many threads. */
@FunctionalInterface
public interface ServerFiles {
    /**
     * The answer.
     *
     * @param status the HTTP status
     * @param bytes the size of the file; 0 if there is none
     * @param held whether the server had it already
     * @param said the server's message if it is not a success; a few lines at most
     */
    record Got(int status, long bytes, boolean held, String said) {
        /** Whether the server sent the file. */
        boolean found() {
            return status == 200;
        }

        /** Why not, in one line. */
        String why() {
            return status + " " + said.lines().findFirst().orElse("").strip();
        }
    }

    /** A factory of clients. */
    @FunctionalInterface
    interface Dialer {
        /**
         * A client of the server, or the repository, at {@code address}.
         *
         * @param token the caller's token; null for none
         * @param settings the settings of outgoing requests
         */
        ServerFiles to(URI address, @Nullable String token, Settings settings);
    }

    /**
     * Gets the file at {@code path} below the address.
     *
     * @param path the path to send, with a slash first
     * @param body receives the file, if the server sends it
     * @throws ConnectException if no server answers at that address
     * @throws IOException if the answer is truncated
     */
    Got get(String path, OutputStream body) throws IOException;

    /** The same, discarding the body. */
    default Got get(String path) throws IOException {
        return get(path, OutputStream.nullOutputStream());
    }
}
