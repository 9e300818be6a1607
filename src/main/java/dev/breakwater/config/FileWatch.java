package dev.breakwater.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a file has changed and is at rest again. It looks at what the path leads to at the moment, so it makes no
 * difference how the file is saved: written over, replaced by a rename, or reached through links that now lead elsewhere
 * (as in a ConfigMap of Kubernetes). Looking costs one system call; nothing is left behind that a file system could
 * forget to tell.
 */
final class FileWatch {
    /** What a file that is the same looks like. */
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

    /** Takes the file for read as it is now. */
    FileWatch(Path file) {
        this.file = file;
        this.read = Print.of(file);
        this.seen = read;
    }

    /** To be called before the file is read: what is there now counts as known. */
    synchronized void reading() {
        read = Print.of(file);
        seen = read;
    }

    /**
     * Looks. True once for each change, at the second look that finds the file as the look before did: who is still
     * writing has written since.
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
