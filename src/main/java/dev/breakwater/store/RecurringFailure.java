package dev.breakwater.store;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A failure that may recur. Its start and its end are reported, not each occurrence. */
final class RecurringFailure {
    private final Path subject;
    private final String meaning;
    private final String over;
    private final Events events;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable String trouble;

    /** Of {@code subject}: what a failure means, and what to say when it is over. */
    RecurringFailure(Path subject, String meaning, String over, Events events) {
        this.subject = subject;
        this.meaning = meaning;
        this.over = over;
        this.events = events;
    }

    /** Records a failure. */
    void failed(IOException why) {
        lock.lock();
        try {
            boolean known = trouble != null;
            trouble = why.getMessage() + " (" + meaning + ")";
            if (!known) {
                events.publish(new Event.Alarm(subject.toString(), String.valueOf(trouble), why));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records a success. */
    void passed() {
        if (trouble == null) {
            return;
        }
        lock.lock();
        try {
            if (trouble != null) {
                trouble = null;
                events.publish(new Event.LogNote(subject.toString(), over));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The current failure; empty if there is none. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }
}
