package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Creates folders in data folders, for every class that stores something there. A data folder that this process has locked is
 * never created again: if it is gone, such as an unmounted disk, a new folder would block the mount, and its files would be
 * lost afterwards.
 */
public final class DataFolders {
    private DataFolders() {}

    /**
     * Makes {@code folder} and the folders above it, durably; does nothing if it exists.
     *
     * @throws IOException if it can't be created, or its data folder is gone
     */
    public static Path make(Path folder) throws IOException {
        new DiskWrites().makeFolder(folder.toAbsolutePath());
        return folder;
    }

    /**
     * Checks that {@code dataDir} is a data folder.
     *
     * @throws IOException if it isn't, or has a layout of a later version; the message says what to do
     */
    public static void check(Path dataDir) throws IOException {
        DataFolder.checkFormat(dataDir);
    }
}
