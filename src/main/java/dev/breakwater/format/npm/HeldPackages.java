package dev.breakwater.format.npm;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.format.npm.document.DocumentForm;
import dev.breakwater.format.npm.document.DocumentVersions;
import dev.breakwater.format.npm.document.NarrowedDocument;
import dev.breakwater.format.npm.document.VersionPolicy;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the store holds of packages. A store that can't be read holds nothing, and an event says so. */
record HeldPackages(String repository, Store store, Events events) {
    /** In bytes: a narrowed document is made in memory, once for each request. */
    private static final int LARGEST_NARROWED = 2 << 20;

    /**
     * What a held document says of a version.
     *
     * @param confirmed whether enough registries said so
     * @param by what confirms it
     */
    record HeldVersion(DocumentVersions.StoredVersion stored, boolean confirmed, String by) {}

    /** What the held document says of {@code version}; empty if none is held, or it does not name it. */
    Optional<HeldVersion> version(PackageName name, SemanticVersion version) {
        Optional<Entry> held = find(PackageKeys.document(repository, name));
        if (held.isEmpty()) {
            return Optional.empty();
        }
        Entry entry = held.get();
        try {
            return DocumentVersions.version(name, version.text(), entry.stream())
                    .map(found -> new HeldVersion(
                            found,
                            entry.meta().standing() == Standing.CONFIRMED,
                            entry.meta().by()));
        } catch (IOException e) {
            alarm(name, e);
            return Optional.empty();
        }
    }

    /** Whether the tarball of {@code version} is held. */
    boolean hasTarball(PackageName name, SemanticVersion version) {
        return find(PackageKeys.tarball(repository, name, version)).isPresent();
    }

    /** What the merged {@code document} says of {@code version}; empty if it does not name it. */
    Optional<HeldVersion> version(PackageName name, SemanticVersion version, Answer.Held document) {
        try {
            return DocumentVersions.version(name, version.text(), AnswerBytes.stream(document))
                    .map(found -> new HeldVersion(found, !document.provisional(), "its document"));
        } catch (IOException e) {
            alarm(name, e);
            return Optional.empty();
        }
    }

    /** Why clients may not get {@code version}, by the merged {@code document}; empty if they may. */
    Optional<String> refusal(PackageName name, SemanticVersion version, Answer.Held document, VersionPolicy policy) {
        try {
            return DocumentVersions.refusal(version.text(), policy, AnswerBytes.stream(document))
                    .map(why -> name + "@" + version + " is refused: " + why);
        } catch (IOException e) {
            alarm(name, e);
            return Optional.of("the stored document of " + name + " can't be read");
        }
    }

    private void alarm(PackageName name, IOException e) {
        events.publish(new Event.Alarm("store", "can't read what is held of " + name + ": " + e.getMessage(), e));
    }

    /** The document with those versions whose tarballs are held; nothing if there are none, or it is very large. */
    Derivation.Derived narrowed(PackageName name, DocumentForm form) {
        Optional<Entry> held = find(PackageKeys.document(repository, name));
        if (held.isEmpty() || held.get().size() > LARGEST_NARROWED) {
            return new Derivation.Nothing();
        }
        try {
            return NarrowedDocument.of(held.get().bytes(LARGEST_NARROWED), tarballs(name), form)
                    .<Derivation.Derived>map(Derivation.Outdated::new)
                    .orElseGet(Derivation.Nothing::new);
        } catch (IOException e) {
            alarm(name, e);
            return new Derivation.Nothing();
        }
    }

    /** The versions whose tarballs are held. */
    private Set<String> tarballs(PackageName name) throws IOException {
        Set<String> versions = new HashSet<>();
        String prefix = name.base() + "-";
        for (String file : store.names(new Key(repository, name + "/-"))) {
            if (file.startsWith(prefix) && file.endsWith(".tgz")) {
                versions.add(file.substring(prefix.length(), file.length() - ".tgz".length()));
            }
        }
        return versions;
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
