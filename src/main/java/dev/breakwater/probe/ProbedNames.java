package dev.breakwater.probe;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names and versions of a format, as samples have them. */
public interface ProbedNames {
    /**
     * One name and version.
     *
     * @param version a version, a pattern with {@code *}, or null for none
     */
    record NamedItem(String name, @Nullable String version) {}

    /** What a name is the name of, in the singular, as in {@code module}. */
    String noun();

    /** An example of a name with a version. */
    String example();

    /**
     * Reads the words of a line of a sample, at least one.
     *
     * @throws ProbeException if a version is not valid; the message says what to write
     */
    NamedItem item(String[] words) throws ProbeException;

    /** What is wrong with {@code name}, or with {@code version} of it if one is given, for people; empty if nothing is. */
    Optional<String> fault(String name, @Nullable String version);

    /** The order of versions, as in {@link java.util.Comparator}. */
    int compare(String version, String other);

    /** The best of {@code versions} for a client that asks for the latest. */
    Optional<String> newest(Collection<String> versions);
}
