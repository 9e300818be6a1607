package dev.breakwater.git;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Keeps the clones of repositories below a total size: above it, the least recently used are removed. A clone in use
 * stays, so does the last one, and the record of served tags; a removed clone is fetched again when needed.
 */
public final class CloneQuota {
    /** No limit. */
    public static final CloneQuota NONE = new CloneQuota(() -> Long.MAX_VALUE, Events.NONE);

    /**
     * A clone on the disk.
     *
     * @param name the folder that it is in
     * @param used when it was used last
     */
    record KeptClone(Repositories owner, String name, long bytes, Instant used) {}

    private final LongSupplier most;
    private final Events events;
    private final List<Repositories> owners = new CopyOnWriteArrayList<>();
    private final Semaphore trimming = new Semaphore(1);

    /** At most {@code most} bytes; the limit is read at each check. */
    public CloneQuota(LongSupplier most, Events events) {
        this.most = most;
        this.events = events;
    }

    void add(Repositories owner) {
        if (most.getAsLong() < Long.MAX_VALUE) {
            owners.add(owner);
        }
    }

    /** Checks, on its own thread, whether to remove something, so that the fetch that just ended need not wait. */
    void grown() {
        Thread.ofVirtual().name("git quota").start(this::trim);
    }

    /** Removes what exceeds the limit, unless a removal is under way. */
    void trim() {
        if (!trimming.tryAcquire()) {
            return;
        }
        try {
            List<KeptClone> all = new ArrayList<>();
            for (Repositories owner : owners) {
                all.addAll(owner.kept());
            }
            long bytes = all.stream().mapToLong(KeptClone::bytes).sum();
            all.sort(Comparator.comparing(KeptClone::used));
            // the last used clone stays, however large: the next request would only clone it again
            for (KeptClone each : all.subList(0, Math.max(0, all.size() - 1))) {
                if (bytes <= most.getAsLong()) {
                    return;
                }
                if (each.owner().drop(each.name())) {
                    bytes -= each.bytes();
                }
            }
        } catch (IOException e) {
            events.publish(new Event.Alarm("git", "can't free space among the git clones: " + e.getMessage(), e));
        } finally {
            trimming.release();
        }
    }

    /** The path of a clone inside the folder that it shares with its record of served tags. */
    static Path copy(Path folder) {
        return folder.resolve("repository.git");
    }
}
