package dev.breakwater.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A small state in its own file, such as the latest tree head of a checksum database: replaced whole, and on the disk when
 * {@link #replace} returns. Whatever happens in between, the file is the old one or the new one. One object per file, in one
 * process; thread-safe.
 */
public final class DurableFile {
    private final Path file;
    private final Path next;
    private final ReentrantLock lock = new ReentrantLock();

    /** For {@code file}, which need not exist; its folder is created with the first content. */
    public DurableFile(Path file) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".next");
    }

    /** The content; empty if there is none yet. */
    public Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskWrites.failed("read", file, e);
        }
    }

    /** Replaces the content unconditionally. */
    public void replace(byte[] content) throws IOException {
        lock.lock();
        try {
            write(content);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Replaces the content if it still is {@code expected}; null means that there is none.
     *
     * @return whether it was replaced
     */
    public boolean replace(byte @Nullable [] expected, byte[] content) throws IOException {
        lock.lock();
        try {
            if (!Arrays.equals(expected, read().orElse(null))) {
                return false;
            }
            write(content);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] content) throws IOException {
        try {
            new DiskWrites().makeFolder(DiskWrites.parent(file));
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            DiskWrites.sync(DiskWrites.parent(file));
        } catch (IOException e) {
            throw DiskWrites.failed("write", file, e);
        }
    }
}
