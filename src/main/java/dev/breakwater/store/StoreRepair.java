package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Moves damaged entries out of the way, also beside a server, so that they count as missing. */
public final class StoreRepair {
    private final Layout layout;
    private final StoreCheck check;
    private final ConcurrentRemover aside;

    /**
     * The result of moving a damaged file.
     *
     * @param to where it lies now; null if it was left alone: it is not an entry, or has been replaced meanwhile
     * @param key what belongs in its place; null if unknown
     * @param hosted whether it is known to have been published here: then no upstream has it
     * @param absence whether it was only an absence
     */
    public record Moved(@Nullable Path to, @Nullable Key key, boolean hosted, boolean absence) {}

    /** For the store in {@code dataDir}. */
    public StoreRepair(Path dataDir) {
        this.layout = new Layout(DataFolder.entries(dataDir));
        this.check = StoreCheck.quiet(dataDir);
        this.aside = new ConcurrentRemover(dataDir);
    }

    /**
     * Moves {@code file}, which a check found damaged, to {@code damaged/}.
     *
     * @throws IOException if it can't be moved
     */
    public Moved move(Path file) throws IOException {
        Moved left = new Moved(null, null, false, false);
        if (!Layout.isEntry(String.valueOf(file.getFileName())) || !Files.isRegularFile(file)) {
            return left;
        }
        BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
        if (check.isRight(file)) {
            return left;
        }
        Trailer trailer = EntryGroups.trailer(new EntryGroups.GroupedEntry(file, seen));
        Path to = aside.take(new EntryGroups.GroupedEntry(file, seen));
        if (to == null) {
            return left;
        }
        if (trailer == null || !file.equals(layout.file(trailer.key()))) {
            return new Moved(to, layout.key(file), false, false);
        }
        Meta meta = trailer.meta();
        return new Moved(to, trailer.key(), meta.hosted(), meta.standing() == Standing.ABSENT);
    }
}
