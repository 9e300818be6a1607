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
 * The content of a fetch: in memory if it is short, else a file of which the fetch owns one hold until it ends. The fetch's
 * task opens it before it publishes the result, and closes it once all waiting requests have taken theirs; publishing makes
 * the opened file visible to them.
 */
final class FetchedContent {
    /** Up to this size content is served from memory. */
    static final int SMALL = 64 * 1024;

    private final Staged staged;
    private byte @Nullable [] bytes;
    private @Nullable OpenFile file;
    private Instant at = Instant.MIN;
    private List<Timing> timings = List.of();

    /** The content of {@code staged}, which is complete. */
    FetchedContent(Staged staged) {
        this.staged = staged;
    }

    /** Opens it for the requests; the fetch took from {@code began} until {@code now}. */
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

    /** The bytes, for one request. */
    Body take() {
        byte[] some = bytes;
        if (some != null) {
            return new Body.Bytes(some);
        }
        OpenFile open = file;
        if (open == null || !open.retain()) {
            throw new IllegalStateException("a fetch keeps its file until every waiting request has taken it");
        }
        return new Body.Whole(open);
    }

    /** Releases the fetch's own hold. */
    void close() {
        OpenFile open = file;
        if (open != null) {
            open.release();
        }
    }
}
