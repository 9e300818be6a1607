package dev.breakwater.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The watch of a file: tells whether it has changed and is no longer being written. It checks the current target of the path,
 * so it works however the file is saved: overwritten, replaced by a rename, or reached through links that now point elsewhere
 * (as in a ConfigMap of Kubernetes). A check takes one system call, and does not depend on notifications, which some file
 * systems do not send.
 */
final class FileWatch {
    /** The attributes by which a file counts as unchanged. */
    private record Print(@Nullable Object identity, FileTime modified, long size) {
        private static final Print NOTHING = new Print(null, FileTime.fromMillis(0), -1);

        static Print of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Print(now.fileKey(), now.lastModifiedTime(), now.size());
            } catch (IOException e) {
                return NOTHING;
            }
        }
    }

    private final Path file;
    private Print read;
    private Print seen;

    /** Counts the current file as read. */
    FileWatch(Path file) {
        this.file = file;
        this.read = Print.of(file);
        this.seen = read;
    }

    /** Call it before reading the file: its current state counts as known. */
    synchronized void reading() {
        read = Print.of(file);
        seen = read;
    }

    /**
     * Checks the file. True once for each change, at the second check that finds the same state: a file still being written
     * would have changed between them.
     */
    synchronized boolean changed() {
        Print now = Print.of(file);
        boolean still = now.equals(seen);
        seen = now;
        if (!still || now.equals(read)) {
            return false;
        }
        read = now;
        return true;
    }
}
