package dev.breakwater.repository;

import java.util.Map;

/** Everything that is served, by repository name; a changed configuration is a new one. */
public record Site(Map<String, Repository> repositories) {
    /** Copies the map. */
    public Site {
        repositories = Map.copyOf(repositories);
    }
}
