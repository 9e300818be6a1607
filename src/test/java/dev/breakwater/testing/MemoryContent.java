package dev.breakwater.testing;

import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** A content in memory. */
public record MemoryContent(byte[] bytes) implements Content {
    /** The content {@code text}. */
    public static MemoryContent of(String text) {
        return new MemoryContent(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public Digest sha256() {
        return Digest.of(bytes);
    }

    @Override
    public byte[] bytes(int limit) throws IOException {
        if (bytes.length > limit) {
            throw new IOException("has " + bytes.length + " bytes; expected at most " + limit);
        }
        return bytes;
    }

    @Override
    public FileChannel open() {
        throw new UnsupportedOperationException("it is in memory");
    }
}
