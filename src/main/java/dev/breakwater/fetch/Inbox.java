package dev.breakwater.fetch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where those who were asked put their reports, in the order in which they end. */
final class Inbox<R> {
    private final LinkedBlockingQueue<R> reports = new LinkedBlockingQueue<>();
    private final InstantSource clock;

    Inbox(InstantSource clock) {
        this.clock = clock;
    }

    void add(R report) {
        reports.add(report);
    }

    /** The next report; null where there is none by {@code due}. A null {@code due} waits for as long as it takes. */
    @Nullable
    R next(@Nullable Instant due) throws InterruptedException {
        if (due == null) {
            return reports.take();
        }
        long left = Duration.between(clock.instant(), due).toMillis();
        return reports.poll(Math.max(left, 1), TimeUnit.MILLISECONDS);
    }
}
