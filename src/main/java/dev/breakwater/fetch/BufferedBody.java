package dev.breakwater.fetch;

import dev.breakwater.store.Staged;
import dev.breakwater.upstream.Head;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A buffer for one body: in memory while it is short, else in a file. An unfinished body is discarded when the attempt is
 * over; a finished one stays until it is closed. It may be closed during a write, which refuses the rest.
 */
final class BufferedBody implements Attempt.Receiver, Content, AutoCloseable {
    /** Up to this size a body stays in memory, and needs no file. */
    static final int SHORT = 64 * 1024;

    /** The initial size for a body of unknown length: most are shorter. */
    private static final int USUAL = 512;

    private static final byte[] NOTHING = {};

    /** Creates the file for a body that is not short. */
    @FunctionalInterface
    interface Staging {
        Staged stage() throws IOException;
    }

    private final long largest;
    private final Staging staging;
    private final ReentrantLock lock = new ReentrantLock();
    private byte[] bytes = NOTHING;
    private long length;
    private boolean finished;
    private boolean closed;
    private @Nullable Staged file;
    private @Nullable IOException trouble;
    private Head head = new Head(0, -1, null);

    /** Accepts at most {@code largest} bytes. */
    BufferedBody(long largest, Staging staging) {
        this.largest = largest;
        this.staging = staging;
    }

    /** The head of the response. Valid once the attempt is over. */
    Head head() {
        return head;
    }

    /** Why the file can't be written, which is not the origin's fault; null if it can. */
    @Nullable
    IOException trouble() {
        return trouble;
    }

    @Override
    public boolean begin(Head begun) throws IOException {
        bound(begun.total());
        head = begun;
        bytes = begun.total() > SHORT ? NOTHING : new byte[begun.total() < 0 ? USUAL : (int) begun.total()];
        return true;
    }

    @Override
    public void write(ByteBuffer more) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new RefusedContent.Unwanted();
            }
            long to = length + more.remaining();
            bound(to);
            if (file == null && Math.max(to, head.total()) <= SHORT) {
                remember(more, (int) to);
            } else {
                store(more);
            }
            length = to;
        } finally {
            lock.unlock();
        }
    }

    private void bound(long size) throws IOException {
        if (size > largest) {
            throw new IOException("it has more than " + largest + " bytes, the limit for its kind");
        }
    }

    private void remember(ByteBuffer more, int to) {
        if (to > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(to, Math.min(SHORT, 2 * bytes.length)));
        }
        more.get(bytes, (int) length, more.remaining());
    }

    private void store(ByteBuffer more) throws IOException {
        try {
            staged().write(more);
            bytes = NOTHING;
        } catch (IOException e) {
            trouble = e;
            throw e;
        }
    }

    /** The file, with what was in memory until now. */
    private Staged staged() throws IOException {
        Staged known = file;
        if (known != null) {
            return known;
        }
        Staged made = staging.stage();
        file = made;
        made.write(ByteBuffer.wrap(bytes, 0, (int) length));
        return made;
    }

    @Override
    public void finish() {
        lock.lock();
        try {
            finished = true;
            if (file == null) {
                bytes = length == bytes.length ? bytes : Arrays.copyOf(bytes, (int) length);
            } else {
                file.complete();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void release() {
        if (!finished) {
            close();
        }
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public Digest sha256() {
        Staged staged = file;
        return staged == null ? Digest.of(bytes) : staged.sha256();
    }

    /** {@inheritDoc} A short body gets a file for it: {@link #stream} and {@link #bytes} are cheaper. */
    @Override
    public FileChannel open() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the body was discarded");
            }
            if (file == null) {
                staged().complete();
            }
            return staged().open();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public InputStream stream() throws IOException {
        return inMemory() ? new ByteArrayInputStream(bytes) : Content.super.stream();
    }

    /** {@inheritDoc} Those of a short body are not a copy; don't change them. */
    @Override
    public byte[] bytes(int limit) throws IOException {
        return inMemory() && length <= limit ? bytes : Content.super.bytes(limit);
    }

    private boolean inMemory() {
        return length == bytes.length;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (file != null) {
                file.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
