package dev.breakwater.verify;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The first bytes of a channel as a stream; closing it closes the channel. */
final class ContentStream extends InputStream {
    private final FileChannel channel;
    private final long size;
    private long position;

    /** The first {@code size} bytes of {@code channel}. */
    ContentStream(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int most = (int) Math.min(length, size - position);
        if (most == 0) {
            return -1;
        }
        int read = channel.read(ByteBuffer.wrap(into, offset, most), position);
        if (read < 0) {
            throw new EOFException("ends after " + position + " of " + size + " bytes");
        }
        position += read;
        return read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
