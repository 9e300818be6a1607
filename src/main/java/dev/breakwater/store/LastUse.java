package dev.breakwater.store;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The times of last use of entries: their files' access times, kept to a day. Most systems record any read there; code that
 * reads entries without using them restores the time, or unused entries would look used.
 */
final class LastUse {
    private static final Duration PRECISION = Duration.ofDays(1);

    private final InstantSource clock;
    private final Events events;
    private final AtomicBoolean untouchable = new AtomicBoolean();

    LastUse(InstantSource clock, Events events) {
        this.clock = clock;
        this.events = events;
    }

    /** Records that {@code file} is used now, at most once a day. */
    void note(Path file, BasicFileAttributes attributes) {
        Instant now = clock.instant();
        if (!attributes.lastAccessTime().toInstant().isBefore(now.minus(PRECISION))) {
            return;
        }
        try {
            // writes the other time back as it was: a validation at this very moment may be lost, and is made again
            Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(null, FileTime.from(now), null);
        } catch (IOException e) {
            if (untouchable.compareAndSet(false, true)) {
                events.publish(new Event.Alarm(file.toString(), "can't record its last use", e));
            }
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
