package dev.breakwater.repository;

import dev.breakwater.auth.Access;
import java.util.Map;

/** Everything that is served, by repository name, and to whom; a changed configuration is a new one. */
public record Site(Map<String, Repository> repositories, Access access) {
    /** Copies the map. */
    public Site {
        repositories = Map.copyOf(repositories);
    }

    /** Open to everybody. */
    public Site(Map<String, Repository> repositories) {
        this(repositories, Access.OPEN);
    }
}
