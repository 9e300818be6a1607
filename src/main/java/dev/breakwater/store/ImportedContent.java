package dev.breakwater.store;

import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;

/** Content that an operator imports, in a file of the store until it is put or closed. Used by one thread. */
public final class ImportedContent implements Content, AutoCloseable {
    private static final int BUFFER = 1 << 18;

    private final Path file;
    private final long size;
    private final Digest sha256;

    private ImportedContent(Path file, long size, Digest sha256) {
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
    }

    /** Copies all of {@code in} to {@code file}. */
    static ImportedContent of(ReadableByteChannel in, Path file) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        long size = 0;
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (in.read(buffer.clear()) >= 0) {
                size += buffer.flip().remaining();
                sha256.update(buffer.duplicate());
                all(out, buffer);
            }
            return new ImportedContent(file, size, Digest.of(sha256));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw DiskWrites.failed("copy to", file, e);
        }
    }

    private static void all(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    Path file() {
        return file;
    }

    /** Makes it an entry's file: appends the trailer, and waits until all is on the disk. */
    void seal(ByteBuffer trailer, Instant now) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            out.truncate(size).position(size);
            all(out, trailer);
            out.force(false);
        }
        Files.setLastModifiedTime(file, FileTime.from(now));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Digest sha256() {
        return sha256;
    }

    @Override
    public FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
