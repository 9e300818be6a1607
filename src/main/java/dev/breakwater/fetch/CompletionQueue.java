package dev.breakwater.fetch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where those who were asked put their reports, in the order in which they end. */
final class CompletionQueue<R> {
    /** How often whoever waits for a report looks what else has become of those that were asked. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final LinkedBlockingQueue<R> reports = new LinkedBlockingQueue<>();
    private final InstantSource clock;

    CompletionQueue(InstantSource clock) {
        this.clock = clock;
    }

    void add(R report) {
        reports.add(report);
    }

    /** The next report; null where there is none by {@code due}, or for a moment. */
    @Nullable
    R next(@Nullable Instant due) throws InterruptedException {
        long left = due == null
                ? LOOK.toMillis()
                : Duration.between(clock.instant(), due).toMillis();
        return reports.poll(Math.clamp(left, 1, LOOK.toMillis()), TimeUnit.MILLISECONDS);
    }
}
