package dev.breakwater.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A complete sequence of bytes that can be read any number of times. */
public interface Content {
    /** How many bytes. */
    long size();

    /** The SHA-256 of all of them. */
    Digest sha256();

    /**
     * Opens a new channel on the bytes, {@code [0, size())}; bytes after them in the channel do not belong to it. The caller
     * closes it.
     */
    FileChannel open() throws IOException;

    /** Opens all the bytes as a stream, in order. The caller closes it. */
    default InputStream stream() throws IOException {
        return new ContentStream(open(), size());
    }

    /**
     * All the bytes.
     *
     * @throws IOException if they cannot be read, or are more than {@code limit}
     */
    default byte[] bytes(int limit) throws IOException {
        if (size() > limit) {
            throw new IOException("has " + size() + " bytes; expected at most " + limit);
        }
        ByteBuffer all = ByteBuffer.allocate((int) size());
        try (FileChannel channel = open()) {
            while (all.hasRemaining()) {
                if (channel.read(all, all.position()) < 0) {
                    throw new IOException("is truncated after " + all.position() + " of " + size() + " bytes");
                }
            }
        }
        return all.array();
    }
}
