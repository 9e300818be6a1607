package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes folders in data folders, for every class that keeps something there. A data folder that this process has taken is
 * never made again: where it is gone, as a disk that is not mounted, a folder in its place would be in the way of what
 * comes back, and full of files that are never found again.
 */
public final class DataFolders {
    private DataFolders() {}

    /**
     * Makes {@code folder} and the folders above it, durably; none where it exists.
     *
     * @throws IOException where it can't be made, or the data folder that it would lie in is gone
     */
    public static Path make(Path folder) throws IOException {
        new DiskWrites().makeFolder(folder.toAbsolutePath());
        return folder;
    }

    /**
     * Checks that {@code dataDir} is one.
     *
     * @throws IOException where it is none, or has a layout of a later version; the message says what to do
     */
    public static void check(Path dataDir) throws IOException {
        DataFolder.checkFormat(dataDir);
    }
}
