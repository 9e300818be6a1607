package dev.breakwater.probe;

import dev.breakwater.upstream.Ask;
import java.util.List;
import java.util.Optional;

/** The lists of versions that origins have: an ability of a format, by which a server sees which upstream lags. */
public interface VersionLists {
    /** The request for the versions of {@code name}. */
    Ask list(String name);

    /** The valid versions in an answer, lowest first; empty if it is not such a list. */
    Optional<List<String>> listed(String name, byte[] answer);

    /** The order of versions, as in {@link java.util.Comparator}. */
    int compare(String version, String other);
}
