package dev.breakwater.http;

import dev.breakwater.fetch.Tail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Content that is still arriving: in pieces, with a pause before each, to its end or to where it breaks. */
final class GrowingTail implements Tail {
    private final byte[] content;
    private final boolean told;
    private final int piece;
    private final Duration pause;
    private final int breaksAt;
    private int given;
    private volatile boolean closed;

    private GrowingTail(byte[] content, boolean told, int piece, Duration pause, int breaksAt) {
        this.content = content;
        this.told = told;
        this.piece = piece;
        this.pause = pause;
        this.breaksAt = breaksAt;
    }

    /** As fast as it is taken; its length is {@code told} before or not. */
    static GrowingTail fast(byte[] content, boolean told) {
        return new GrowingTail(content, told, Integer.MAX_VALUE, Duration.ZERO, Integer.MAX_VALUE);
    }

    /** In pieces, each after a pause: its upstream is slow. */
    static GrowingTail slow(byte[] content, int piece, Duration pause) {
        return new GrowingTail(content, true, piece, pause, Integer.MAX_VALUE);
    }

    /** Fails after {@code bytes}. */
    static GrowingTail broken(byte[] content, int bytes) {
        return new GrowingTail(content, true, Integer.MAX_VALUE, Duration.ZERO, bytes);
    }

    long length() {
        return told ? content.length : -1;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (given >= breaksAt) {
            throw new IOException("broken off, as the test wants it");
        }
        if (given == content.length) {
            return -1;
        }
        LockSupport.parkNanos(pause.toNanos());
        int read = Math.min(Math.min(piece, into.remaining()), Math.min(content.length, breaksAt) - given);
        into.put(content, given, read);
        given += read;
        return read;
    }

    @Override
    public void close() {
        closed = true;
    }
}
