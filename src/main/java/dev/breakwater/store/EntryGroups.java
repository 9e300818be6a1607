package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grouping of stored entries: entries that are used together are removed together. A group is the entries of one folder
 * with the same name except for an extension of letters, such as {@code v1.2.3.info}, {@code .mod} and {@code .zip}; every
 * other entry is a group by itself. Memory holds the names of a few folders at most.
 */
final class EntryGroups {
    private static final Pattern EXTENDED = Pattern.compile("(.+)\\.[a-z]{1,8}=");

    /** An entry's file with its attributes when it was read. */
    record GroupedEntry(Path file, BasicFileAttributes seen) {
        /** Whether it is still the same entry, and unused since. */
        boolean unchanged() throws IOException {
            BasicFileAttributes now =
                    file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
            return now != null
                    && String.valueOf(now.fileKey()).equals(String.valueOf(seen.fileKey()))
                    && now.size() == seen.size()
                    && now.lastModifiedTime().equals(seen.lastModifiedTime())
                    && now.lastAccessTime().equals(seen.lastAccessTime());
        }
    }

    /** Entries that are removed together, in the order of their names. */
    record EntryGroup(List<GroupedEntry> pieces) {
        long bytes() {
            return pieces.stream().mapToLong(piece -> piece.seen().size()).sum();
        }

        /** When one of them was last used. */
        Instant used() {
            return pieces.stream()
                    .map(piece -> piece.seen().lastAccessTime().toInstant())
                    .max(Instant::compareTo)
                    .orElse(Instant.MAX);
        }
    }

    /** Visits groups, folder by folder. */
    interface GroupVisitor {
        /** One group; false ends the walk. */
        boolean see(EntryGroup unit) throws IOException;

        /** A folder that may be empty now, after all its groups. */
        default void left(Path folder) throws IOException {}
    }

    private EntryGroups() {}

    /** Visits the groups below {@code folder}; skips what can't be read. */
    static void visit(Path folder, GroupVisitor visit) throws IOException {
        Files.walkFileTree(
                folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new GroupWalk(folder, visit));
    }

    private static final class GroupWalk extends SimpleFileVisitor<Path> {
        private final Path top;
        private final GroupVisitor visit;
        private final Deque<Map<String, List<GroupedEntry>>> open = new ArrayDeque<>();

        GroupWalk(Path top, GroupVisitor visit) {
            this.top = top;
            this.visit = visit;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
            open.push(new HashMap<>());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = String.valueOf(file.getFileName());
            Map<String, List<GroupedEntry>> units = open.peek();
            if (units != null && Layout.isEntry(name)) {
                units.computeIfAbsent(unit(name), _ -> new ArrayList<>(1)).add(new GroupedEntry(file, attributes));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e) throws IOException {
            for (List<GroupedEntry> pieces : open.pop().values()) {
                pieces.sort(Comparator.comparing(GroupedEntry::file));
                if (!visit.see(new EntryGroup(pieces))) {
                    return FileVisitResult.TERMINATE;
                }
            }
            if (!at.equals(top)) {
                visit.left(at);
            }
            return FileVisitResult.CONTINUE;
        }

        private static String unit(String fileName) {
            Matcher extended = EXTENDED.matcher(fileName);
            return extended.matches() ? extended.group(1) + "." : fileName;
        }
    }

    /** The trailer of a piece, read without counting as a use; null if it has no readable one. */
    static @Nullable Trailer trailer(GroupedEntry piece) throws IOException {
        try {
            Trailer.Read read = Trailer.read(piece.file());
            return read == null ? null : read.trailer();
        } catch (DamagedEntry | NoSuchFileException e) {
            return null;
        } finally {
            LastUse.putBack(piece.file(), piece.seen());
        }
    }
}
