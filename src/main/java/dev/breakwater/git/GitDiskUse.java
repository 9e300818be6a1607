package dev.breakwater.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The sizes and the removal of git's files; files that vanish meanwhile are ignored. */
final class GitDiskUse {
    private GitDiskUse() {}

    /** How many bytes the file, or all files below the folder, have. */
    static long size(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            return files.mapToLong(GitDiskUse::length).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static long length(Path file) {
        try {
            return Files.isDirectory(file) ? 0 : Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Removes a folder and everything below it. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
