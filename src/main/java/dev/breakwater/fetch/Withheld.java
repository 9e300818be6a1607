package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.store.Staged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The release law's tail: hands out what has arrived but for the last 64 KiB, and those only once the whole is verified.
 * So a client can see a wrong file begin, but never end.
 */
final class Withheld implements Tail {
    static final int WITHHELD = 64 * 1024;

    /** Says what the fetch came to. */
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

    /** Hands out what is in {@code staged}; the end of it once {@code result} says that it is right. */
    Withheld(Staged staged, long total, Result result) {
        this.staged = staged;
        this.total = total;
        this.result = result;
    }

    /** How long the whole will be; -1 if no origin has said. */
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
            // it goes on in another file: the disk of the first one is full
            from.close();
            from = staged.open();
            channel = from;
            n = from.read(part, position);
        }
        if (n <= 0) {
            throw new IOException("what had arrived is gone");
        }
        position += n;
        into.position(into.position() + n);
        return n;
    }

    /** How far may be read now, which is beyond the position unless everything has been. */
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
            throw new IOException("what was being sent could not be completed: " + ended);
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
