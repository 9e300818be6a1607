package dev.breakwater.store;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The times of last use of entries: their files' access times, kept to a day. Most systems record any read there; code that
 * reads entries without using them restores the time, or unused entries would look used.
 */
final class LastUse {
    private static final Duration PRECISION = Duration.ofDays(1);

    private final InstantSource clock;
    private final Events events;
    private final StripedLock stripes;
    private final AtomicBoolean untouchable = new AtomicBoolean();
    private final ReentrantLock quiet = new ReentrantLock();

    /** How often a quiet read has begun or ended: while one is under way, its file looks used. */
    private final AtomicLong looks = new AtomicLong();

    LastUse(InstantSource clock, Events events, StripedLock stripes) {
        this.clock = clock;
        this.events = events;
        this.stripes = stripes;
    }

    /** To be asked for before an entry's attributes are read, for {@link #note}. */
    long looks() {
        return looks.get();
    }

    /**
     * Records that {@code file} is used now, at most once a day.
     *
     * @param before what {@link #looks} was before {@code attributes} were read
     * @return whether it is still there; if not, it was removed because it had not been used
     */
    boolean note(Key key, Path file, BasicFileAttributes attributes, long before) {
        Instant now = clock.instant();
        boolean certain = (before & 1) == 0 && before == looks.get();
        if (certain && !attributes.lastAccessTime().toInstant().isBefore(now.minus(PRECISION))) {
            return true;
        }
        ReentrantLock stripe = stripes.of(key);
        stripe.lock();
        try {
            // writes the other time back as it was: a validation at this very moment may be lost, and is made again
            Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(null, FileTime.from(now), null);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (untouchable.compareAndSet(false, true)) {
                events.publish(new Event.Alarm(file.toString(), "can't record its last use", e));
            }
            return true;
        } finally {
            stripe.unlock();
        }
    }

    /** A read that is no use. */
    interface QuietRead<T> {
        /** Reads. */
        @Nullable
        T run() throws IOException;
    }

    /**
     * Reads {@code file}, the entry of {@code key}, without counting as a use; a use at the same time is recorded.
     *
     * @return what {@code read} does; null if there is no such file
     */
    <T> @Nullable T quietly(Key key, Path file, QuietRead<T> read) throws IOException {
        quiet.lock();
        ReentrantLock stripe = stripes.of(key);
        stripe.lock();
        looks.incrementAndGet();
        try {
            BasicFileAttributes before =
                    file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
            if (before == null) {
                return null;
            }
            try {
                return read.run();
            } finally {
                putBack(file, before);
            }
        } finally {
            looks.incrementAndGet();
            stripe.unlock();
            quiet.unlock();
        }
    }

    /**
     * Restores the access time of {@code before}, if reading has changed it. A time that can't be changed stays; a use at this
     * very moment may be lost, which is fine at a precision of a day.
     */
    static void putBack(Path file, BasicFileAttributes before) {
        BasicFileAttributeView view = Files.getFileAttributeView(file, BasicFileAttributeView.class);
        try {
            if (!view.readAttributes().lastAccessTime().equals(before.lastAccessTime())) {
                view.setTimes(null, before.lastAccessTime(), null);
            }
        } catch (IOException e) {
            // it is another user's, or gone: then it only counts as used
        }
    }
}
