package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lists every stored entry: reads every trailer and no body, takes no lock, changes nothing, and
 * does not count as a use. Runs while the store is in use; entries added or removed meanwhile may or may not be seen.
 */
public final class Inventory {
    /**
     * One entry.
     *
     * @param size the length of its content
     * @param used when it was last used, to a day
     */
    public record Item(Key key, Meta meta, long size, Instant used) {}

    /** Visits the items. */
    @FunctionalInterface
    public interface ItemVisitor {
        /** One entry; false ends the walk. */
        boolean see(Item item) throws IOException;
    }

    private Inventory() {}

    /**
     * Visits every entry in {@code dataDir}; skips what is damaged or can't be read.
     *
     * @throws IOException if there is no data folder, or {@code visit} throws it
     */
    public static void walk(Path dataDir, ItemVisitor visit) throws IOException {
        DataFolder.checkFormat(dataDir);
        Entries.visit(DataFolder.entries(dataDir), new Entries.FileVisitor() {
            @Override
            public FileVisitResult see(Path file) throws IOException {
                Item item = item(file);
                return item == null || visit.see(item) ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public void unreadable(Path at, IOException why) {
                // unreadable, so it doesn't count as stored
            }
        });
    }

    /** The current entry of {@code key}; null if it is missing or unreadable. */
    public static @Nullable Item of(Path dataDir, Key key) throws IOException {
        Path file = new Layout(DataFolder.entries(dataDir)).file(key);
        return file == null ? null : item(file);
    }

    private static @Nullable Item item(Path file) throws IOException {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            Trailer trailer = EntryGroups.trailer(new EntryGroups.GroupedEntry(file, seen));
            return trailer == null
                    ? null
                    : new Item(
                            trailer.key(),
                            trailer.meta(),
                            trailer.size(),
                            seen.lastAccessTime().toInstant());
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
