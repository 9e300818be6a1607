package dev.breakwater.format.npm.publish;

import dev.breakwater.event.Event;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.SharedStore;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The packages that one repository hosts, for searches: in memory, some hundred bytes each. The first search lists the store's
 * folder of them; afterwards only what has changed is read again. What a command adds beside the server is found when the folder is
 * listed again.
 */
public final class HostedListing {
    /** How many packages are listed. Those beyond can be installed, and are not found. */
    private static final int MOST = 20_000;

    private static final Duration LISTED_AGAIN = Duration.ofMinutes(10);

    private final FormatContext server;
    private final HostedKeys keys;
    private final InstantSource clock;
    private final ConcurrentSkipListMap<String, ListedPackage> packages = new ConcurrentSkipListMap<>();

    /** A package, and the digest of the document that was read. */
    private record ListedPackage(Digest document, HostedSummary summary) {}

    /** What must be looked at again. */
    private final Set<PackageName> changed = ConcurrentHashMap.newKeySet();

    private final ReentrantLock reading = new ReentrantLock();
    private Instant listedAt = Instant.MIN;

    HostedListing(FormatContext server, HostedKeys keys) {
        this.server = server;
        this.keys = keys;
        this.clock = server.clocks().wall();
    }

    /** Whatever is known of {@code name} may be wrong from now on. */
    void changed(PackageName name) {
        changed.add(name);
    }

    /** All packages, by name. */
    public Collection<HostedSummary> all() {
        refresh();
        return packages.values().stream().map(ListedPackage::summary).toList();
    }

    private void refresh() {
        reading.lock();
        try {
            Instant now = clock.instant();
            if (listedAt.isBefore(now.minus(LISTED_AGAIN))) {
                listedAt = now;
                packages.values().forEach(each -> changed.add(each.summary().name()));
                changed.addAll(names());
            }
            for (PackageName name : List.copyOf(changed)) {
                changed.remove(name);
                read(name);
            }
        } catch (IOException e) {
            server.events()
                    .publish(new Event.Alarm(
                            "store", "can't list the published packages for a search: " + e.getMessage(), e));
        } finally {
            reading.unlock();
        }
    }

    /** The packages of which there is a document, hosted or not. */
    private Collection<PackageName> names() throws IOException {
        Set<PackageName> names = new TreeSet<>();
        SharedStore.of(server.dataFolder(), clock).keys(keys.home(), key -> {
            if (names.size() < MOST) {
                named(key).ifPresent(names::add);
            }
        });
        return names;
    }

    private Optional<PackageName> named(Key key) {
        String path = key.path();
        return PackageName.parse(path.substring(0, Math.max(0, path.lastIndexOf('/'))))
                .filter(name -> key.equals(keys.document(name)));
    }

    private void read(PackageName name) {
        try {
            Optional<Entry> document = server.store()
                    .find(keys.document(name))
                    .filter(entry -> entry.meta().hosted());
            ListedPackage before = packages.get(name.text());
            if (document.isEmpty()) {
                packages.remove(name.text());
            } else if (before == null
                    ? packages.size() < MOST
                    : !before.document().equals(document.get().sha256())) {
                ListedPackage now =
                        new ListedPackage(document.get().sha256(), HostedSummary.read(name, document.get().stream()));
                packages.put(name.text(), now);
            }
        } catch (IOException e) {
            server.events().publish(new Event.Alarm("store", "a search can't read " + name + ": " + e.getMessage(), e));
        }
    }
}
