package dev.breakwater.format.npm;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.format.npm.document.DocumentVersions;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.tarball.Integrity;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.util.Optional;

/** What the store holds of packages. A store that can't be read holds nothing, and an event says so. */
record HeldPackages(String repository, Store store, Events events) {
    /**
     * What a held document says of a version.
     *
     * @param confirmed whether enough registries said so
     * @param by what confirms it
     */
    record HeldVersion(Integrity integrity, boolean confirmed, String by) {}

    /** What the held document says of {@code version}; empty if none is held, or it does not name it. */
    Optional<HeldVersion> version(PackageName name, SemanticVersion version) {
        Optional<Entry> held = find(PackageKeys.document(repository, name));
        if (held.isEmpty()) {
            return Optional.empty();
        }
        Entry entry = held.get();
        try {
            return DocumentVersions.integrity(name, version.text(), entry.stream())
                    .map(integrity -> new HeldVersion(
                            integrity,
                            entry.meta().standing() == Standing.CONFIRMED,
                            entry.meta().by()));
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "can't read " + entry.key() + ": " + e.getMessage(), e));
            return Optional.empty();
        }
    }

    private Optional<Entry> find(Key key) {
        try {
            return store.find(key).filter(entry -> entry.meta().standing() != Standing.ABSENT);
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "can't read " + key + ": " + e.getMessage(), e));
            return Optional.empty();
        }
    }
}
