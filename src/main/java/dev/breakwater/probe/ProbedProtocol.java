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
    /** What a mirror says of a version; {@code time} is missing where it does not tell. */
    record LatestClaim(String version, @Nullable Instant time) {}

    /** What is wrong with {@code module}, or {@code version} of it where one is given, for people; empty where nothing is. */
    Optional<String> fault(String module, @Nullable String version);

    /** The address of the list of {@code module}'s versions, below a mirror's. */
    String list(String module);

    /** The address of what a mirror says of {@code module}'s newest version. */
    String latest(String module);

    /** The address of one file of a version; {@code kind} is {@code info}, {@code mod} or {@code zip}. */
    String file(String module, String version, String kind);

    /** The address of a record, below a checksum database's. */
    String lookup(String module, String version);

    /** The versions that a list names, lowest first, what is no version left out; empty where it is no list. */
    Optional<List<String>> versions(String module, byte[] list);

    /** The order of versions, as {@link java.util.Comparator} has it. */
    int compare(String version, String other);

    /** The best of {@code versions} for a client that asks for the latest. */
    Optional<String> newest(Collection<String> versions);

    /** What an info says; empty where it is malformed. */
    Optional<LatestClaim> told(byte[] info);

    /** The hash of a go.mod, as a checksum database has it. */
    String goMod(byte[] bytes);

    /**
     * The hash of a zip, as a checksum database has it; empty where it is no proper zip of that version.
     *
     * @throws IOException where {@code zip} cannot be read, which says nothing of it
     */
    Optional<String> zip(String module, String version, Content zip) throws IOException;
}
