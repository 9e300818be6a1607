package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.store.Staged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The release law's tail: returns what has arrived except the last 64 KiB, and those only once the whole is verified. So a
 * client may get the beginning of a wrong file, but never its end.
 */
final class Withheld implements Tail {
    static final int WITHHELD = 64 * 1024;

    /** The fetch's result. */
    interface Result {
        /** Waits for it. */
        FetchResult await() throws InterruptedException;
    }

    private final Result result;
    private final Staged staged;
    private final long total;
    private @Nullable FileChannel channel;
    private long position;
    private RescuedBy spared = RescuedBy.NOTHING;

    /** Reads {@code staged}; its end only once {@code result} says that it is verified. */
    Withheld(Staged staged, long total, Result result) {
        this.staged = staged;
        this.total = total;
        this.result = result;
    }

    /** The length of the whole; -1 if unknown. */
    long total() {
        return total;
    }

    @Override
    public int read(ByteBuffer into) throws IOException, InterruptedException {
        long limit = limit();
        if (position >= limit) {
            return -1;
        }
        FileChannel from = channel;
        if (from == null) {
            staged.released();
            from = staged.open();
            channel = from;
        }
        ByteBuffer part = into.slice(into.position(), (int) Math.min(into.remaining(), limit - position));
        int n = from.read(part, position);
        if (n <= 0) {
            // it continues in another file: the disk of the first one is full
            from.close();
            from = staged.open();
            channel = from;
            n = from.read(part, position);
        }
        if (n <= 0) {
            throw new IOException("the content that had arrived is gone");
        }
        position += n;
        into.position(into.position() + n);
        return n;
    }

    /** How far it may be read now: beyond the position unless everything has been read. */
    private long limit() throws IOException, InterruptedException {
        long safe = staged.arrived() - WITHHELD;
        if (safe > position) {
            return safe;
        }
        long arrived = staged.awaitBeyond(position + WITHHELD);
        if (arrived - WITHHELD > position) {
            return arrived - WITHHELD;
        }
        FetchResult ended = result.await();
        if (!(ended instanceof FetchResult.Fetched)) {
            throw new IOException("the content being sent could not be completed: " + ended);
        }
        spared = ended.spared();
        return staged.size();
    }

    @Override
    public RescuedBy spared() {
        return spared;
    }

    @Override
    public void close() {
        FileChannel open = channel;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("closing a file that was only read", e);
        }
    }
}
