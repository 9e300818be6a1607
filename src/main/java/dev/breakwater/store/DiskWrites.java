package dev.breakwater.store;

import java.io.IOException;
import java.io.Serial;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Durable writes to folders, and error messages with advice for failures of the disk. */
final class DiskWrites {
    private final ReentrantLock making = new ReentrantLock();
    private final AtomicInteger makers = new AtomicInteger();
    private final ReentrantReadWriteLock folders = new ReentrantReadWriteLock();

    /** Waits until the names in {@code folder} are on the disk. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Creates {@code folder} and its parents, and waits until they are on the disk. A thread that finds a folder another
     * thread has created waits for that sync too: its own content would be lost with the folder.
     */
    void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder) && makers.get() == 0) {
            return;
        }
        making.lock();
        makers.incrementAndGet();
        try {
            Deque<Path> missing = new ArrayDeque<>();
            for (Path at = folder; at != null && !Files.isDirectory(at); at = at.getParent()) {
                if (DataFolder.taken(at)) {
                    throw new IOException("the data folder " + at + " is gone: restore it and the server recovers");
                }
                missing.push(at);
            }
            makeAll(missing);
        } finally {
            makers.decrementAndGet();
            making.unlock();
        }
    }

    /** A shared lock to hold from creating a folder until it has content: no folder is removed meanwhile. */
    Lock filling() {
        return folders.readLock();
    }

    /** Removes {@code folder} if it is empty; does nothing while folders are being filled. */
    void removeEmpty(Path folder) {
        if (Files.isSymbolicLink(folder) || !folders.writeLock().tryLock()) {
            return;
        }
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // it has content, or is a mount point
        } finally {
            folders.writeLock().unlock();
        }
    }

    /** Creates folders, the highest first; those created before a failure are on the disk as well. */
    private static void makeAll(Deque<Path> missing) throws IOException {
        Deque<Path> made = new ArrayDeque<>();
        try {
            for (Path each : missing) {
                makeOne(each);
                made.push(each);
            }
        } finally {
            // the deepest first: most file systems then write all of them at once
            for (Path each : made) {
                sync(parent(each));
            }
        }
    }

    private static void makeOne(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new IOException(folder + " is a file, but a folder is needed", e);
            }
        }
    }

    /** The folder that {@code file} lies in. */
    static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("no parent folder: " + file);
        }
        return parent;
    }

    /** The failure of {@code doing} something to {@code at}, with advice. A failure that already has advice stays as it is. */
    static IOException failed(String doing, Path at, IOException cause) {
        if (cause instanceof WriteFailed told) {
            return told;
        }
        String reason = reason(cause);
        return new WriteFailed("can't " + doing + " " + at + ": " + reason + remedy(reason), cause);
    }

    private static final class WriteFailed extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        WriteFailed(String what, IOException cause) {
            super(what, cause);
        }
    }

    /** The reason, short and without the name of the file. */
    static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "Permission denied";
        }
        String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }

    private static String remedy(String reason) {
        if (reason.contains("No space left") || reason.contains("quota")) {
            return "; free space on that disk, or set data-dir to a folder on a larger one";
        }
        if (reason.contains("Permission denied") || reason.contains("Read-only")) {
            return "; give the user that runs Breakwater write permission, or set data-dir to a folder that it can write";
        }
        if (reason.contains("Too many open files")) {
            return "; raise the limit of open files (ulimit -n)";
        }
        return "";
    }
}
