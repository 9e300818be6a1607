package dev.breakwater.cli;

import dev.breakwater.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Carries modules between a store and a folder that a client can use without a network. */
public interface FolderTransfer {
    /**
     * What is to be carried.
     *
     * @param folder where to, or where from
     * @param repository whose modules; empty for the first repository's
     * @param modules globs as in GOPRIVATE; none for all
     * @param given globs of the operator's own modules that are meant as well
     * @param unverified whether to take files that no checksum database can verify
     */
    record TransferJob(Path folder, String repository, List<String> modules, List<String> given, boolean unverified) {}

    /** A file, or a version, that was not taken, and why. */
    record RefusedModule(String path, String why) {}

    /**
     * What it came to.
     *
     * @param taken files that are new there, of {@code bytes} together
     * @param there files that were there already
     */
    record Carried(int modules, int versions, int taken, int there, long bytes, List<RefusedModule> refused) {}

    /** Hears how far it is. */
    @FunctionalInterface
    interface TransferProgress {
        /** So many versions of so many are done, and so many bytes were written. */
        void show(int done, int all, long bytes);
    }

    /**
     * Writes modules that are held into the folder.
     *
     * @throws IOException where it cannot; the message says why
     */
    Carried export(Settings settings, TransferJob job, TransferProgress progress)
            throws IOException, InterruptedException;

    /**
     * Takes modules from the folder into the store.
     *
     * @param server a server that may vouch for them too, where one answers
     * @throws IOException where it cannot; the message says why
     */
    Carried take(Settings settings, TransferJob job, ServerFiles server, TransferProgress progress)
            throws IOException, InterruptedException;
}
