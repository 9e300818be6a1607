package dev.breakwater.repository;

import dev.breakwater.auth.Access;
import java.util.Map;

/**
 * Everything that is served, by repository name, and to whom; a changed configuration is a new one.
 *
 * @param access who may do what
 * @param remote the same for what has come through a proxy: it may come from anywhere, whatever the connection says
 * @param front how it is reached
 * @param varies whether an answer of some repository depends on more than its path; found once, since each hit asks it
 */
public record Site(Map<String, Repository> repositories, Access access, Access remote, Front front, boolean varies) {
    /** Copies the map. */
    public Site {
        repositories = Map.copyOf(repositories);
    }

    /** Asks the repositories whether their answers vary. */
    public Site(Map<String, Repository> repositories, Access access, Access remote, Front front) {
        this(repositories, access, remote, front, repositories.values().stream().anyMatch(Repository::varies));
    }

    /** The same for everybody, wherever they are. */
    public Site(Map<String, Repository> repositories, Access access) {
        this(repositories, access, access, Front.USUAL);
    }

    /** Open to everybody. */
    public Site(Map<String, Repository> repositories) {
        this(repositories, Access.OPEN);
    }

    /** As who comes through a proxy finds it. */
    public Site throughProxy() {
        return access.equals(remote) ? this : new Site(repositories, remote, remote, front, varies);
    }
}
