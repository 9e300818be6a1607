package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of verified content by key. A commit is atomic and durable: afterwards the key names the new entry, before it the
 * old one or none, whatever happens in between. Readers never see a partial entry. Two writers of one key are harmless: the
 * last one wins.
 */
public interface Store extends AutoCloseable {
    /** The entry of {@code key}; empty if there is none, or if it is damaged (which is logged). */
    Optional<Entry> find(Key key) throws IOException;

    /** A place for content that is about to arrive. */
    Staged stage() throws IOException;

    /** The uploads that arrive in several requests. */
    UploadSessions uploads();

    /** What was published here, to decide which of it stays. */
    PublishedEntries published();

    /**
     * Commits what was staged under {@code key}, once. The staged content stays readable, and must still be closed.
     *
     * @return the current entry: this one; or one that was published here, if this one was not; or a confirmed one if this one
     *     is only provisional
     */
    Entry commit(Staged staged, Key key, Meta meta) throws IOException;

    /**
     * Commits what was staged under {@code key}, once, if the current entry is the one the caller has read: for documents that
     * are read, changed and written back, such as a list to which a version is added.
     *
     * @param expected the digest of the current entry; null if there must be none
     */
    CommitResult replace(Staged staged, Key key, Meta meta, @Nullable Digest expected) throws IOException;

    /**
     * Caches that {@code key} was confirmed at {@code at} not to exist, until it is committed after all; found as an entry
     * whose bytes are {@code reason}, of which a few hundred are kept. It replaces only a provisional entry. Such entries are
     * not listed and not counted as stored; their number is limited, and a crash of the machine may lose some.
     */
    void absent(Key key, String reason, Instant at) throws IOException;

    /** Records that the entry of {@code key} was confirmed to be current at {@code at}. Does nothing if there is none. */
    void validated(Key key, Instant at) throws IOException;

    /** Removes the entry of {@code key}, if there is one. */
    void remove(Key key) throws IOException;

    /**
     * The last path elements of the entries directly below {@code folder}, as in their keys, in no order; deeper entries are
     * left out. Entries of every standing are named, absences too. Empty if there is no such folder.
     */
    List<String> names(Key folder) throws IOException;

    /**
     * The path elements directly below {@code folder} that have entries below them, in no order; or had some, which are gone. Elements
     * that are too long for a file's name are left out. An empty path is the repository's.
     */
    List<String> folders(String repository, String folder) throws IOException;

    /** Whether there is any entry at or below {@code folder}. */
    boolean holdsBelow(Key folder) throws IOException;

    @Override
    void close();
}
