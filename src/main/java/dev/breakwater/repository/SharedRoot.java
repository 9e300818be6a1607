package dev.breakwater.repository;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The paths at the root of the host that the repositories of one format share.
 *
 * @param paths chooses among the repositories
 * @param prefixes how its paths begin: read once, since each request is compared with them
 * @param repositories those of the format, by name
 */
public record SharedRoot(RootPaths paths, List<String> prefixes, SortedMap<String, Repository> repositories) {
    /**
     * Copies list and map.
     *
     * @throws IllegalArgumentException if a prefix is not one or more elements between slashes
     */
    public SharedRoot {
        prefixes = List.copyOf(prefixes);
        repositories = Collections.unmodifiableSortedMap(new TreeMap<>(repositories));
        for (String prefix : prefixes) {
            if (!prefix.matches("(/[^/]+)+/")) {
                throw new IllegalArgumentException("not a path at the root of a host: " + prefix);
            }
        }
    }

    /** Of {@code paths}. */
    public SharedRoot(RootPaths paths, SortedMap<String, Repository> repositories) {
        this(paths, paths.prefixes(), repositories);
    }

    /** Whether {@code path} is one of them. */
    boolean has(String path) {
        for (String prefix : prefixes) {
            int length = prefix.length();
            if (path.startsWith(prefix) || (path.length() == length - 1 && prefix.startsWith(path))) {
                return true;
            }
        }
        return false;
    }

    /** The repository that answers a request of such a path. */
    Site.Route route(String path, String query) {
        return paths.route(path, query, repositories);
    }
}
