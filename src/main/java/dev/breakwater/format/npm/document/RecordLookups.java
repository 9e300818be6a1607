package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.tarball.Integrity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The lookups of single versions during the merges of one fetch: side by side, with one deadline for all of them, since clients
 * wait for the document. A version whose record comes later is found by the next merge of the same fetch. Used by one thread.
 */
final class RecordLookups {
    /** How long a merge waits for all its lookups together. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PackageName name;
    private final VersionRecords records;
    private final Duration patience;
    private final Map<String, FutureTask<Optional<Integrity>>> begun = new HashMap<>();

    /** Of versions of {@code name}. */
    RecordLookups(PackageName name, VersionRecords records, Duration patience) {
        this.name = name;
        this.records = records;
        this.patience = patience;
    }

    /** The integrities of {@code versions} by their own records; those that have none, or none in time, are missing. */
    Map<String, Integrity> integrities(List<String> versions) throws InterruptedException {
        for (String version : versions) {
            begun.computeIfAbsent(version, this::begin);
        }
        long until = System.nanoTime() + patience.toNanos();
        Map<String, Integrity> found = new HashMap<>();
        for (String version : versions) {
            integrity(version, until).ifPresent(integrity -> found.put(version, integrity));
        }
        return found;
    }

    private FutureTask<Optional<Integrity>> begin(String version) {
        FutureTask<Optional<Integrity>> lookup = new FutureTask<>(() -> records.integrity(name, version));
        Thread.ofVirtual().name("record " + name + "@" + version).start(lookup);
        return lookup;
    }

    private Optional<Integrity> integrity(String version, long until) throws InterruptedException {
        FutureTask<Optional<Integrity>> lookup = begun.computeIfAbsent(version, this::begin);
        try {
            Optional<Integrity> found = lookup.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (found.isEmpty()) {
                // the next merge looks again
                begun.remove(version);
            }
            return found;
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking up the record of " + name + "@" + version, e.getCause());
        }
    }
}
