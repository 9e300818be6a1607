package dev.breakwater.format.oci;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The names of the images that one repository holds: those with a manifest or a tag, which were fetched or pushed here. The
 * folders of their names are read, not their entries, and for the requests of one second once. Thread-safe.
 */
final class HeldImages {
    /** The most names. */
    static final int MOST = 100_000;

    private static final Duration LASTS = Duration.ofSeconds(1);
    private static final List<String> PARTS = List.of("!manifests", "!tags", "!pushed-manifests", "!pushed-tags");

    private final String repository;
    private final Store store;
    private final Clocks clocks;
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable HeldAt last;

    /** Names, and when they were read. */
    private record HeldAt(Instant at, List<Subject> names) {}

    HeldImages(String repository, Store store, Clocks clocks) {
        this.repository = repository;
        this.store = store;
        this.clocks = clocks;
    }

    /** Their names in no order; those of private images are confidential. */
    List<Subject> names() throws IOException {
        reading.lock();
        try {
            Instant now = clocks.steady().instant();
            HeldAt known = last;
            if (known == null || now.isAfter(known.at.plus(LASTS))) {
                List<Subject> names = new ArrayList<>();
                collect(repository, "", false, names);
                collect(PrivateHome.of(repository), "", true, names);
                known = new HeldAt(now, List.copyOf(names));
                last = known;
            }
            return known.names;
        } finally {
            reading.unlock();
        }
    }

    /** A name has at most 255 bytes, which bounds the depth. */
    private void collect(String stored, String folder, boolean confidential, List<Subject> names) throws IOException {
        List<String> below = store.folders(stored, folder);
        if (!folder.isEmpty() && has(stored, folder, below)) {
            names.add(new Subject(folder, confidential));
        }
        for (String element : below) {
            String name = folder.isEmpty() ? element : folder + "/" + element;
            if (names.size() < MOST && ImageName.parse(name).isPresent()) {
                collect(stored, name, confidential, names);
            }
        }
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
