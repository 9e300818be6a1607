package dev.breakwater.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Reads the engine's answers where they are wanted inside, as bytes. */
public final class AnswerBytes {
    private AnswerBytes() {}

    /**
     * All the bytes of {@code held}.
     *
     * @throws UncheckedIOException where they cannot be read, or are more than {@code limit}
     */
    public static byte[] bytes(Answer.Held held, int limit) throws InterruptedException {
        try {
            return switch (held.body()) {
                case Body.Bytes(byte[] bytes) -> bytes;
                case Body.Whole whole -> read(whole, limit);
                case Body.Growing growing -> read(growing, limit);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("reading what had been fetched", e);
        } finally {
            held.body().release();
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
