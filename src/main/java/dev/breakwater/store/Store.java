package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps verified content by key. A commit is atomic and durable: afterwards the key names the new entry, before it the
 * old one or none, whatever happens in between. Readers never see a part. Two writers of one key are harmless: the last
 * one stands.
 */
public interface Store extends AutoCloseable {
    /** The entry of {@code key}; empty where there is none, or where what is there is damaged (which is logged). */
    Optional<Entry> find(Key key) throws IOException;

    /** A place for content that is about to arrive. */
    Staged stage() throws IOException;

    /**
     * Commits what was staged under {@code key}, once. The staged content stays readable, and must still be closed.
     *
     * @return the entry that now stands: this one; or one that was published here, where this one was not; or a confirmed
     *     one where this one is only provisional
     */
    Entry commit(Staged staged, Key key, Meta meta) throws IOException;

    /**
     * Commits what was staged under {@code key}, once, if what stands there is what the caller has seen: for what is read,
     * changed and written back, such as a document to which a version is added.
     *
     * @param expected the digest of what must stand there; null if nothing may
     */
    CommitResult replace(Staged staged, Key key, Meta meta, @Nullable Digest expected) throws IOException;

    /**
     * Remembers that {@code key} was witnessed at {@code at} not to exist, until it is committed after all; found as an entry
     * whose bytes are {@code reason}, of which a few hundred are kept. It takes the place of what is only provisional, and of
     * nothing else. Such entries are no names and nothing that is held; there is room for so many, and a crash of the machine
     * may cost some.
     */
    void absent(Key key, String reason, Instant at) throws IOException;

    /** Notes that the entry of {@code key} was confirmed to be current at {@code at}. Nothing happens where there is none. */
    void validated(Key key, Instant at) throws IOException;

    /** Removes the entry of {@code key}, if there is one. */
    void remove(Key key) throws IOException;

    /**
     * The last path elements of the entries directly below {@code folder}, as they stood in their keys, in no order; what
     * lies deeper is left out. Entries of every standing are named, those that say something is absent too. Empty where
     * there is no such folder.
     */
    List<String> names(Key folder) throws IOException;

    /** Whether there is any entry at or below {@code folder}. */
    boolean holdsBelow(Key folder) throws IOException;

    @Override
    void close();
}
