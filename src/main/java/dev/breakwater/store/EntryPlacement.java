package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes staged content the entry of its key. It compares and replaces the current entry under the key's lock, so that only one
 * of two commits that expect the same entry succeeds.
 */
final class EntryPlacement {
    /** Finds the current entry. */
    interface Finder {
        /** The entry of {@code key}; null if there is none. */
        @Nullable
        Entry find(Key key) throws IOException;
    }

    private final Finder finder;
    private final StripedLock stripes;
    private final DiskWrites disk;
    private final StoreUsage usage;
    private final Absences absences;

    EntryPlacement(Finder finder, StripedLock stripes, DiskWrites disk, StoreUsage usage, Absences absences) {
        this.finder = finder;
        this.stripes = stripes;
        this.disk = disk;
        this.usage = usage;
        this.absences = absences;
    }

    /** Whether the current entry has the digest {@code expected}; null expects no entry, or an absence. */
    static Predicate<@Nullable Entry> replacing(@Nullable Digest expected) {
        return standing -> {
            boolean none = standing == null || standing.meta().standing() == Standing.ABSENT;
            return none ? expected == null : standing.sha256().equals(expected);
        };
    }

    /** Any current entry, unless it is {@link #better}. */
    static boolean any(@Nullable Entry standing) {
        return true;
    }

    /** Puts {@code content} into {@code file}, if {@code condition} holds for the current entry. */
    CommitResult place(
            FileStaged content, Path file, Trailer trailer, Predicate<@Nullable Entry> condition, Instant now)
            throws IOException {
        content.seal(trailer.encoded(), FileTime.from(now));
        FileEntry entry = new FileEntry(file, new Trailer.Read(trailer, null), now);
        Lock filling = disk.filling();
        filling.lock();
        try {
            disk.makeFolder(DiskWrites.parent(file));
            return placed(content, entry, trailer, condition);
        } finally {
            filling.unlock();
        }
    }

    private CommitResult placed(
            FileStaged content, FileEntry entry, Trailer trailer, Predicate<@Nullable Entry> condition)
            throws IOException {
        Path file = entry.file();
        ReentrantLock stripe = stripes.of(trailer.key());
        stripe.lock();
        try {
            Entry standing = finder.find(trailer.key());
            if (!condition.test(standing)) {
                return new CommitResult.Conflict(standing);
            }
            if (standing != null && better(standing, trailer.meta())) {
                return new CommitResult.Conflict(standing);
            }
            absences.forget(trailer.key());
            long before = StoreUsage.size(file);
            usage.replacing(file, before);
            content.become(entry);
            usage.changed(before, StoreUsage.size(file));
        } finally {
            stripe.unlock();
        }
        DiskWrites.sync(DiskWrites.parent(file));
        return new CommitResult.Committed(entry);
    }

    /** Whether {@code standing} stays, whatever is to be committed with {@code meta}. */
    static boolean better(Entry standing, Meta meta) {
        Meta is = standing.meta();
        return !meta.hosted()
                && (is.hosted() || (meta.standing() == Standing.PROVISIONAL && is.standing() == Standing.CONFIRMED));
    }
}
