package dev.breakwater.format.oci;

import dev.breakwater.auth.Subject;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The names of the images that one repository holds: those with a manifest or a tag, which were fetched or pushed here. The
 * folders of their names are read, not their entries. What was read serves the requests of the next second, and of ten times as long
 * as it took: however many ask, a tenth of the time at most goes into it. Thread-safe.
 */
final class HeldImages {
    /** The most names. */
    static final int MOST = 100_000;

    private static final Duration LASTS = Duration.ofSeconds(1);
    private static final int SHARE = 10;
    private static final Comparator<Subject> BY_NAME =
            Comparator.comparing(Subject::name).thenComparing(Subject::confidential);
    private static final List<String> PARTS = List.of("!manifests", "!tags", "!pushed-manifests", "!pushed-tags");

    private final String repository;
    private final Store store;
    private final InstantSource clock;
    private final Events events;
    private final int most;
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable HeldUntil last;
    private boolean told;

    /** Names, and how long they count. */
    private record HeldUntil(Instant until, List<Subject> names) {}

    /**
     * Of {@code repository}.
     *
     * @param clock never goes back
     * @param most the most names
     */
    HeldImages(String repository, Store store, InstantSource clock, Events events, int most) {
        this.repository = repository;
        this.store = store;
        this.clock = clock;
        this.events = events;
        this.most = most;
    }

    /** Their names in byte order; those of private images are confidential. */
    List<Subject> names() throws IOException {
        reading.lock();
        try {
            Instant now = clock.instant();
            HeldUntil known = last;
            if (known == null || now.isAfter(known.until)) {
                List<Subject> names = read();
                Instant end = clock.instant();
                Duration took = Duration.between(now, end).multipliedBy(SHARE);
                known = new HeldUntil(end.plus(took.compareTo(LASTS) > 0 ? took : LASTS), names);
                last = known;
            }
            return known.names;
        } finally {
            reading.unlock();
        }
    }

    private List<Subject> read() throws IOException {
        List<Subject> names = new ArrayList<>();
        boolean all = collect(repository, "", false, names) && collect(PrivateHome.of(repository), "", true, names);
        if (!all && !told) {
            told = true;
            events.publish(new Event.LogNote(
                    repository,
                    "holds more than " + most + " images, and _catalog lists only " + most + " of them: to pull the"
                            + " others, name them"));
        }
        names.sort(BY_NAME);
        return List.copyOf(names);
    }

    /** A name has at most 255 bytes, which bounds the depth. False if there may be more. */
    private boolean collect(String stored, String folder, boolean confidential, List<Subject> names)
            throws IOException {
        List<String> below = store.folders(stored, folder);
        if (!folder.isEmpty() && has(stored, folder, below)) {
            names.add(new Subject(folder, confidential));
        }
        boolean all = true;
        for (String element : below) {
            String name = folder.isEmpty() ? element : folder + "/" + element;
            if (all && ImageName.parse(name).isPresent()) {
                all = names.size() < most && collect(stored, name, confidential, names);
            }
        }
        return all;
    }

    /** Folders of deleted entries may be left. */
    private boolean has(String stored, String folder, List<String> below) throws IOException {
        for (String part : PARTS) {
            if (below.contains(part) && store.holdsBelow(ImageKeys.part(stored, folder, part))) {
                return true;
            }
        }
        return false;
    }
}
