package dev.breakwater.repository;

import dev.breakwater.auth.Access;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        this(
                repositories,
                access,
                remote,
                front,
                repositories.values().stream().anyMatch(repository -> repository.variants() != null));
    }

    /** The same for everybody, wherever they are. */
    public Site(Map<String, Repository> repositories, Access access) {
        this(repositories, access, access, Front.USUAL);
    }

    /** Open to everybody. */
    public Site(Map<String, Repository> repositories) {
        this(repositories, Access.OPEN);
    }

    /**
     * Where a request for a path leads.
     *
     * @param name the repository's name
     * @param rest the path below it, without leading slash
     */
    public record Route(String name, Repository repository, String rest) {}

    /** The repository that {@code path} leads to, which is the path of a request; null if there is none. */
    public @Nullable Route route(String path) {
        int slash = path.indexOf('/', 1);
        String name = path.substring(1, slash < 0 ? path.length() : slash);
        Repository repository = repositories.get(name);
        return repository == null ? null : new Route(name, repository, slash < 0 ? "" : path.substring(slash + 1));
    }

    /**
     * The address of {@code repository}.
     *
     * @param reached the address of this server that the client used, as in {@code http://localhost:4870}
     * @param port the port that the server listens on
     */
    public BaseUrl base(String reached, String repository, int port) {
        return front.base(reached, repository, port);
    }

    /** As who comes through a proxy finds it. */
    public Site throughProxy() {
        return access.equals(remote) ? this : new Site(repositories, remote, remote, front, varies);
    }
}
