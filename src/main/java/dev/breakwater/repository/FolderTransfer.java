package dev.breakwater.repository;

import dev.breakwater.config.RepositorySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Carries packages between a store and a folder that a client can use without a network: an ability of a format. */
public interface FolderTransfer {
    /**
     * The transfer to make.
     *
     * @param dataFolder the store's data folder
     * @param repository the repository of the packages
     * @param folder the target or source
     * @param patterns of names; none for all
     * @param given patterns of private names to include as well
     * @param unverified whether to take files that nothing can verify
     */
    record TransferJob(
            Path dataFolder,
            RepositorySettings repository,
            Path folder,
            List<String> patterns,
            List<String> given,
            boolean unverified) {}

    /** A refused file or version, and why. */
    record RefusedModule(String path, String why) {}

    /**
     * The result of a transfer.
     *
     * @param taken files that are new there, of {@code bytes} together
     * @param there files that were there already
     */
    record Carried(int modules, int versions, int taken, int there, long bytes, List<RefusedModule> refused) {}

    /** Receives the progress. */
    @FunctionalInterface
    interface TransferProgress {
        /** So many versions of so many are done, and so many bytes were written. */
        void show(int done, int all, long bytes);
    }

    /** The repository of a running server, which may verify files too. */
    @FunctionalInterface
    interface ServerPages {
        /** The content at {@code path} below the repository; empty if it is not there, or if no server answers. */
        Optional<byte[]> page(String path) throws IOException;
    }

    /**
     * Writes stored packages into the folder.
     *
     * @throws IOException if it can't; the message says why
     */
    Carried export(TransferJob job, TransferProgress progress) throws IOException, InterruptedException;

    /**
     * Imports packages from the folder into the store.
     *
     * @throws IOException if it can't; the message says why
     */
    Carried take(TransferJob job, ServerPages server, TransferProgress progress)
            throws IOException, InterruptedException;
}
