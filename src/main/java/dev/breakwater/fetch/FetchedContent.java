package dev.breakwater.fetch;

import dev.breakwater.store.OpenFile;
import dev.breakwater.store.Staged;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a fetch brought: in memory if they are few, else a file of which the fetch owns one hold until it ends.
 * The task that leads the fetch opens it before it tells the result, and closes it once all who wait have taken theirs;
 * telling makes what was opened visible to them.
 */
final class FetchedContent {
    /** Up to this size content is handed out from memory. */
    static final int SMALL = 64 * 1024;

    private final Staged staged;
    private byte @Nullable [] bytes;
    private @Nullable OpenFile file;
    private Instant at = Instant.MIN;
    private List<Timing> timings = List.of();

    /** All that is in {@code staged} by now, and nothing will be added. */
    FetchedContent(Staged staged) {
        this.staged = staged;
    }

    /** Makes it ready to be handed out; it was asked for from {@code began} until {@code now}. */
    void open(Instant began, Instant now) throws IOException {
        staged.complete();
        at = now;
        timings = List.of(new Timing("upstream", Duration.between(began, now)));
        if (staged.size() <= SMALL) {
            bytes = staged.bytes(SMALL);
        } else {
            file = new OpenFile(staged.open(), staged.size());
        }
    }

    Digest sha256() {
        return staged.sha256();
    }

    /** When it had arrived. */
    Instant at() {
        return at;
    }

    /** Where the time went. */
    List<Timing> timings() {
        return timings;
    }

    /** The bytes, for one taker. */
    Body take() {
        byte[] some = bytes;
        if (some != null) {
            return new Body.Bytes(some);
        }
        OpenFile open = file;
        if (open == null || !open.retain()) {
            throw new IllegalStateException("a fetch keeps its file until all who waited for it have left");
        }
        return new Body.Whole(open);
    }

    /** Gives up the fetch's own hold. */
    void close() {
        OpenFile open = file;
        if (open != null) {
            open.release();
        }
    }
}
