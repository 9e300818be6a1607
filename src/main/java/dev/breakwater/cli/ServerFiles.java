package dev.breakwater.cli;

import dev.breakwater.config.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Asks a running server for files, for the commands that fill its store. Any number of threads may use one. */
@FunctionalInterface
public interface ServerFiles {
    /**
     * What came.
     *
     * @param status the HTTP status
     * @param bytes how long the file was; 0 if there is none
     * @param held whether the server had it already
     * @param said what the server says, where it is no success; a few lines at most
     */
    record Got(int status, long bytes, boolean held, String said) {
        /** Whether the file was there. */
        boolean found() {
            return status == 200;
        }

        /** Why not, in one line. */
        String why() {
            return status + " " + said.lines().findFirst().orElse("").strip();
        }
    }

    /** Makes clients. */
    @FunctionalInterface
    interface Dialer {
        /**
         * A client of the server, or the repository, at {@code address}.
         *
         * @param token the caller's token; null for none
         * @param settings say which way goes out
         */
        ServerFiles to(URI address, @Nullable String token, Settings settings);
    }

    /**
     * Gets what lies at {@code path} below the address.
     *
     * @param path as it is to be sent, with a slash first
     * @param body takes it, where it is there
     * @throws ConnectException if no server answers at that address
     * @throws IOException where the answer breaks off
     */
    Got get(String path, OutputStream body) throws IOException;

    /** The same, keeping nothing. */
    default Got get(String path) throws IOException {
        return get(path, OutputStream.nullOutputStream());
    }
}
