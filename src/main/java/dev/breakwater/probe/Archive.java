package dev.breakwater.probe;

import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A temporary archive: its file is deleted when this is closed. Used by one thread. */
final class Archive implements Content, AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final Path file;
    private final FileChannel channel;

    private Archive(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * An empty archive in {@code folder}.
     *
     * @throws IOException if there is no room
     */
    static Archive in(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "", ".zip");
        return new Archive(file, FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ));
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("asking for the size of " + file, e);
        }
    }

    @Override
    public Digest sha256() {
        MessageDigest digest = Digest.sha256();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try {
            for (long at = 0; channel.read(chunk.clear(), at) >= 0; at += chunk.limit()) {
                digest.update(chunk.flip());
                chunk.flip();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading back " + file, e);
        }
        return Digest.of(digest);
    }

    @Override
    public FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
