package dev.breakwater.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The folder of temporary archives. Closing it deletes it with its content, and no further archive can be begun: a cancelled
 * visit may still try.
 */
final class ArchiveFolder implements AutoCloseable {
    private final Path folder;
    private boolean closed;

    /** {@code folder} exists, is empty, and nothing else uses it. */
    ArchiveFolder(Path folder) {
        this.folder = folder;
    }

    /** Creates an empty folder. */
    static ArchiveFolder create() throws IOException {
        return new ArchiveFolder(Files.createTempDirectory("breakwater-probe-"));
    }

    /**
     * Begins an archive.
     *
     * @throws IOException if there is no room, or the folder is closed
     */
    synchronized Archive archive() throws IOException {
        if (closed) {
            throw new IOException("the evaluation has ended");
        }
        return Archive.in(folder);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(folder);
    }
}
