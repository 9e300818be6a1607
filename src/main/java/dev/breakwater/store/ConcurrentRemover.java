package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Removes files while another process may replace them: moves a file aside, checks that it is the one that was seen, and puts
 * it back if not, unless there is a newer one by then.
 */
final class ConcurrentRemover implements StoreCollection.Remover {
    private final Path folder;
    private long count;

    /** Moves things to {@code damaged/} in {@code dataDir}. */
    ConcurrentRemover(Path dataDir) {
        this.folder = dataDir.resolve("damaged");
    }

    @Override
    public boolean remove(Key key, EntryGroups.GroupedEntry piece) throws IOException {
        Path to = take(piece);
        if (to != null) {
            Files.delete(to);
        }
        return to != null;
    }

    /** Where the file lies now; null if the file has changed since it was seen and was left alone. */
    @Nullable
    Path take(EntryGroups.GroupedEntry piece) throws IOException {
        Path to = folder.resolve("beside-" + ProcessHandle.current().pid() + "-" + ++count);
        try {
            if (!piece.unchanged()) {
                return null;
            }
            Files.move(piece.file(), to, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw DiskWrites.failed("move away", piece.file(), e);
        }
        if (new EntryGroups.GroupedEntry(to, piece.seen()).unchanged()) {
            return to;
        }
        if (!Files.exists(piece.file())) {
            Files.createLink(piece.file(), to);
        }
        Files.delete(to);
        return null;
    }
}
