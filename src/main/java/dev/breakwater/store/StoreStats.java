package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Statistics of a store. Reads every trailer and no body; changes nothing and takes no lock, so it may run beside a
 * server.
 *
 * @param all everything
 * @param repositories by the repository's name
 * @param standings by standing
 * @param types by media type, without parameters
 * @param hosted what was published here and so is never collected
 * @param absences the cached absences, and the length of their file; no other number includes them
 * @param damaged how many entries have no readable trailer, and how many folders are unreadable; no other number includes
 *     their content
 */
public record StoreStats(
        RepositoryTally all,
        SortedMap<String, RepositoryTally> repositories,
        SortedMap<Standing, RepositoryTally> standings,
        SortedMap<String, RepositoryTally> types,
        RepositoryTally hosted,
        RepositoryTally absences,
        long damaged) {

    /** A number of entries, and the bytes of their bodies. */
    public record RepositoryTally(long entries, long bytes) {
        private static final RepositoryTally NONE = new RepositoryTally(0, 0);

        private RepositoryTally plus(RepositoryTally more) {
            return new RepositoryTally(entries + more.entries, bytes + more.bytes);
        }
    }

    /**
     * Counts the store in {@code dataDir}.
     *
     * @throws IOException if it is not a data folder, has a layout of a later version or can't be read
     */
    public static StoreStats of(Path dataDir) throws IOException {
        DataFolder.checkFormat(dataDir);
        StoreStats[] stats = {
            new StoreStats(
                    RepositoryTally.NONE,
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    RepositoryTally.NONE,
                    Absences.count(dataDir).orElse(RepositoryTally.NONE),
                    0)
        };
        Entries.visit(DataFolder.entries(dataDir), new Entries.FileVisitor() {
            @Override
            public FileVisitResult see(Path file) {
                BasicFileAttributes before = null;
                try {
                    before = Files.readAttributes(file, BasicFileAttributes.class);
                    Trailer.Read read = Trailer.read(file);
                    stats[0] = read == null ? stats[0] : stats[0].with(read.trailer());
                } catch (NoSuchFileException e) {
                    // removed since its name was read
                } catch (IOException e) {
                    unreadable(file, e);
                }
                if (before != null) {
                    LastUse.putBack(file, before);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public void unreadable(Path at, IOException why) {
                stats[0] = stats[0].withDamaged();
            }
        });
        return stats[0];
    }

    private StoreStats with(Trailer trailer) {
        RepositoryTally one = new RepositoryTally(1, trailer.size());
        Meta meta = trailer.meta();
        repositories.merge(trailer.key().repository(), one, RepositoryTally::plus);
        standings.merge(meta.standing(), one, RepositoryTally::plus);
        types.merge(meta.type().replaceFirst(" *;.*", ""), one, RepositoryTally::plus);
        return new StoreStats(
                all.plus(one),
                repositories,
                standings,
                types,
                meta.hosted() ? hosted.plus(one) : hosted,
                absences,
                damaged);
    }

    private StoreStats withDamaged() {
        return new StoreStats(all, repositories, standings, types, hosted, absences, damaged + 1);
    }
}
