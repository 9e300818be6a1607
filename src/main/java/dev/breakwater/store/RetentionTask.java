package dev.breakwater.store;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The retention of a running server, on its own thread: counts the stored entries, then removes what exceeds the quota or was
 * unused for too long. It checks one number a second; it walks over the entries only if that is too high, and once a day for
 * unused ones, with a pause after every few so that cache hits stay fast.
 */
public final class RetentionTask implements AutoCloseable {
    /** How far below the quota a collection goes, as a part of the quota, so that the next one isn't due at once. */
    private static final int ROOM = 20;

    private static final Duration UNUSED_EVERY = Duration.ofDays(1);
    private static final Duration UNUSED_FIRST = Duration.ofHours(1);

    /** The pause after a collection that couldn't get below the quota: it would find the same again. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    /** The store is counted again if the count is off by this many bytes. */
    private static final long ASTRAY = 1L << 26;

    private static final int AT_ONCE = 64;
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final FileStore store;
    private final Supplier<StorageSettings> settings;
    private final Function<List<String>, Predicate<Key>> pinned;
    private final Consumer<Key> gone;
    private final Events events;
    private final InstantSource clock;
    private final Periodic ticker;
    private Instant unusedDue = Instant.MIN;
    private Instant quotaDue = Instant.MIN;
    private @Nullable StorageSettings before;
    private boolean toldOfExcess;
    private int seen;

    /**
     * Starts retention for {@code store}.
     *
     * @param pinned which entries the patterns of {@code storage.keep} mean: these stay
     * @param gone gets the key of each removed entry
     */
    public RetentionTask(
            FileStore store,
            Supplier<StorageSettings> settings,
            Function<List<String>, Predicate<Key>> pinned,
            Consumer<Key> gone,
            Events events,
            InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.pinned = pinned;
        this.gone = gone;
        this.events = events;
        this.clock = clock;
        this.ticker = new Periodic("upkeep", Duration.ofSeconds(1), new Looking(), events);
    }

    /** Not on a virtual thread: a walk over many files would keep a carrier busy. */
    public void start() {
        ticker.startOnPlatformThread();
    }

    private final class Looking implements Periodic.PeriodicTask {
        @Override
        public void first() {
            count();
        }

        @Override
        public void run() {
            look();
        }
    }

    private void count() {
        try {
            store.count();
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "can't count the stored entries: " + e.getMessage(), e));
        }
    }

    private void look() {
        StorageSettings now = settings.get();
        Instant time = clock.instant();
        if (!now.equals(before)) {
            quotaDue = Instant.MIN;
            // not right after a start: after a long downtime, clients first get a chance to use entries
            unusedDue = before == null ? time.plus(UNUSED_FIRST) : Instant.MIN;
            toldOfExcess = false;
            before = now;
        }
        StoreUsage stock = store.stock();
        boolean over = now.quota() != null && stock.bytes() > now.quota() && !time.isBefore(quotaDue);
        boolean old = now.unused() != null && !time.isBefore(unusedDue);
        if (stock.counted() && (over || old)) {
            unusedDue = old ? time.plus(UNUSED_EVERY) : unusedDue;
            collect(now, time, over, old);
        }
    }

    private void collect(StorageSettings now, Instant time, boolean over, boolean old) {
        Long quota = now.quota();
        long most = quota == null ? Long.MAX_VALUE : over ? quota - quota / ROOM : quota;
        try {
            Retention retention = new Retention(time, most, old ? now.unused() : null, pinned.apply(now.keep()));
            StoreCollection.CollectionSummary summary = store.collect(retention, gone, this::goOn);
            if (summary.entries() > 0) {
                events.publish(new Event.Collected(summary.entries(), summary.bytes(), summary.left()));
            }
            if (summary.complete()) {
                compare(summary, quota == null ? Long.MAX_VALUE : quota, time);
            }
        } catch (IOException e) {
            quotaDue = time.plus(AFTER_FAILURE);
            events.publish(new Event.Alarm("store", "can't remove old entries: " + e.getMessage(), e));
        }
    }

    private void compare(StoreCollection.CollectionSummary summary, long quota, Instant time) {
        if (summary.left() <= quota) {
            toldOfExcess = false;
            long counted = store.stock().bytes();
            if (counted > quota || counted - summary.left() > ASTRAY) {
                // another process has removed entries, such as `store gc`
                count();
            }
            return;
        }
        quotaDue = time.plus(AFTER_FAILURE);
        if (!toldOfExcess) {
            toldOfExcess = true;
            events.publish(new Event.Alarm(
                    "storage",
                    "holds " + summary.left()
                            + " bytes, more than storage.quota allows, and nothing more may go: the rest was"
                            + " published here, is named in storage.keep, or is damaged; raise the quota or keep less",
                    null));
        }
    }

    /** Called after every few files. */
    private boolean goOn() {
        seen = (seen + 1) % AT_ONCE;
        try {
            return seen == 0 ? !ticker.closedWithin(PAUSE) : !ticker.closed();
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        ticker.close();
    }

    /** The quota as a gauge's value; NaN if there is none. */
    public double quota() {
        Long quota = settings.get().quota();
        return quota == null ? Double.NaN : quota;
    }
}
