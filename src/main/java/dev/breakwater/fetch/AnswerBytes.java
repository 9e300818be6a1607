package dev.breakwater.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** Reads the engine's answers as bytes, for use inside the server. */
public final class AnswerBytes {
    /** How much of a coded body is read at once. */
    private static final int BUFFER = 16 << 10;

    private AnswerBytes() {}

    /**
     * All the bytes of {@code held}, decoded if they are coded.
     *
     * @throws UncheckedIOException if they can't be read, or are more than {@code limit}
     */
    public static byte[] bytes(Answer.Held held, int limit) throws InterruptedException {
        if (!held.content().coding().isEmpty()) {
            return plain(held, limit);
        }
        try {
            return switch (held.body()) {
                case Body.Bytes(byte[] bytes) -> bytes;
                case Body.Whole whole -> read(whole, limit);
                case Body.Growing growing -> read(growing, limit);
                case Body.Elsewhere _ -> throw new IllegalStateException("only the length is known");
            };
        } catch (IOException e) {
            throw new UncheckedIOException("reading what had been fetched", e);
        } finally {
            held.body().release();
        }
    }

    private static byte[] plain(Answer.Held held, int limit) {
        try (InputStream plain = stream(held)) {
            byte[] all = plain.readNBytes(limit + 1);
            if (all.length > limit) {
                throw new IOException("has more than " + limit + " bytes");
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("reading what had been made", e);
        }
    }

    /** The bytes of {@code held}, which is whole, one after another, decoded if they are coded; closing it releases them. */
    public static InputStream stream(Answer.Held held) throws IOException {
        return held.content().coding().isEmpty() ? stored(held.body()) : decoded(held.body());
    }

    /**
     * The bytes of {@code body}, which is whole and in gzip, decoded as they are read; closing the stream releases the body.
     *
     * @throws IOException if it is not in gzip; the body is released then
     */
    public static InputStream decoded(Body body) throws IOException {
        InputStream stored = stored(body);
        try {
            return new GZIPInputStream(stored, BUFFER);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    private static InputStream stored(Body body) {
        return switch (body) {
            case Body.Bytes(byte[] bytes) -> new ByteArrayInputStream(bytes);
            case Body.Whole whole -> new FileStream(whole);
            case Body.Growing _ -> throw new IllegalStateException("still arrives");
            case Body.Elsewhere _ -> throw new IllegalStateException("only the length is known");
        };
    }

    /** Reads a file without moving its position, which other readers use. */
    private static final class FileStream extends InputStream {
        private final Body.Whole whole;
        private long position;
        private boolean closed;

        FileStream(Body.Whole whole) {
            this.whole = whole;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            long left = whole.length() - position;
            if (left <= 0 || count == 0) {
                return count == 0 ? 0 : -1;
            }
            int n = whole.file().channel().read(ByteBuffer.wrap(into, from, (int) Math.min(count, left)), position);
            if (n < 0) {
                throw new IOException("ends early");
            }
            position += n;
            return n;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                whole.release();
            }
        }
    }

    private static byte[] read(Body.Whole whole, int limit) throws IOException {
        if (whole.length() > limit) {
            throw new IOException("has " + whole.length() + " bytes, at most " + limit + " are expected");
        }
        ByteBuffer all = ByteBuffer.allocate((int) whole.length());
        while (all.hasRemaining()) {
            if (whole.file().channel().read(all, all.position()) < 0) {
                throw new IOException("ends early");
            }
        }
        return all.array();
    }

    private static byte[] read(Body.Growing growing, int limit) throws IOException, InterruptedException {
        ByteBuffer all = ByteBuffer.allocate(limit + 1);
        while (growing.tail().read(all) >= 0) {
            if (!all.hasRemaining()) {
                throw new IOException("has more than " + limit + " bytes");
            }
        }
        return java.util.Arrays.copyOf(all.array(), all.position());
    }
}
