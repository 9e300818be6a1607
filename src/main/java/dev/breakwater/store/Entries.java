package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A walk over the entries' files below a folder, while other threads and processes add and remove some. */
final class Entries {
    private Entries() {}

    /** Visits the files below a folder. */
    @FunctionalInterface
    interface FileVisitor {
        /** One entry's file. */
        FileVisitResult see(Path file) throws IOException;

        /** A file that is not an entry. */
        default void foreign(Path file) {}

        /** An unreadable file or folder. */
        default void unreadable(Path at, IOException why) throws IOException {
            throw DiskWrites.failed("read", at, why);
        }
    }

    /** Visits every entry's file at or below {@code folder}, if that exists. Follows links, as finding an entry does. */
    static void visit(Path folder, FileVisitor visit) throws IOException {
        Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (Layout.isEntry(String.valueOf(file.getFileName()))) {
                    return visit.see(file);
                }
                visit.foreign(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (!(e instanceof NoSuchFileException)) {
                    visit.unreadable(file, e);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e) throws IOException {
                if (e != null) {
                    visit.unreadable(at, e);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The names of the entries directly in {@code folder}, as in their keys; empty if the folder is missing. */
    static List<String> names(Path folder) throws IOException {
        return listed(folder, Entries::name);
    }

    /** The path elements that are folders directly in {@code folder}; empty if it is missing. */
    static List<String> folders(Path folder) throws IOException {
        return listed(folder, file -> {
            String name = file.getFileName() + Layout.MARK;
            return Layout.isEntry(String.valueOf(file.getFileName()))
                            || Layout.isShortened(name)
                            || !Files.isDirectory(file)
                    ? Optional.empty()
                    : Layout.name(name);
        });
    }

    private interface ElementReader {
        Optional<String> name(Path file) throws IOException;
    }

    private static List<String> listed(Path folder, ElementReader reader) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path each : files) {
                reader.name(each).ifPresent(names::add);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return names;
        } catch (DirectoryIteratorException e) {
            throw DiskWrites.failed("list", folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw DiskWrites.failed("list", folder, e);
        }
        return names;
    }

    private static Optional<String> name(Path file) throws IOException {
        String fileName = String.valueOf(file.getFileName());
        if (!Layout.isEntry(fileName)) {
            return Optional.empty();
        }
        if (!Layout.isShortened(fileName)) {
            return Layout.name(fileName);
        }
        try {
            return Optional.ofNullable(Trailer.read(file))
                    .map(read -> read.trailer().key().name());
        } catch (DamagedEntry e) {
            return Optional.empty();
        }
    }
}
