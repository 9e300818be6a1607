package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** The files of the entries below a folder, while others add and remove some. */
final class Entries {
    private Entries() {}

    /** Sees one entry's file. */
    @FunctionalInterface
    interface Visit {
        FileVisitResult see(Path file, BasicFileAttributes attributes) throws IOException;
    }

    /** Shows every entry's file at or below {@code folder}; where there is no such folder, none. */
    static void visit(Path folder, Visit visit) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean entry = Layout.isEntry(String.valueOf(file.getFileName()));
                return entry ? visit.see(file, attributes) : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }
}
