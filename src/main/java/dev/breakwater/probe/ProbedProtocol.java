package dev.breakwater.probe;

import dev.breakwater.verify.Content;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The protocol that the mirrors speak. Implemented by the format. */
public interface ProbedProtocol {
    /** A mirror's statement about a version; {@code time} is null if it has none. */
    record LatestClaim(String version, @Nullable Instant time) {}

    /** What is wrong with {@code module}, or with {@code version} of it if one is given, for people; empty if nothing is. */
    Optional<String> fault(String module, @Nullable String version);

    /** The path of the list of {@code module}'s versions, below a mirror's address. */
    String list(String module);

    /** The path of {@code module}'s newest version, below a mirror's address. */
    String latest(String module);

    /** The path of one file of a version; {@code kind} is {@code info}, {@code mod} or {@code zip}. */
    String file(String module, String version, String kind);

    /** The path of a record, below a checksum database's address. */
    String lookup(String module, String version);

    /** The valid versions that a list names, lowest first; empty if it is not a list. */
    Optional<List<String>> versions(String module, byte[] list);

    /** The order of versions, as in {@link java.util.Comparator}. */
    int compare(String version, String other);

    /** The best of {@code versions} for a client that asks for the latest. */
    Optional<String> newest(Collection<String> versions);

    /** The statement in an info; empty if it is malformed. */
    Optional<LatestClaim> told(byte[] info);

    /** The hash of a go.mod, in the form of a checksum database. */
    String goMod(byte[] bytes);

    /**
     * The hash of a zip, in the form of a checksum database; empty if it is not a valid zip of that version.
     *
     * @throws IOException if {@code zip} cannot be read, which says nothing about it
     */
    Optional<String> zip(String module, String version, Content zip) throws IOException;
}
