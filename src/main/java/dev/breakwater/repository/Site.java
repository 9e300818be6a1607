package dev.breakwater.repository;

import dev.breakwater.auth.Access;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The site: the repositories by name, and their access rules; a changed configuration creates a new one.
 *
 * @param access the access rules
 * @param remote the same for requests through a proxy: they may come from anywhere, whatever the connection says
 * @param front its names and proxies
 * @param roots what repositories serve at the root of the host
 * @param varies whether some answer is kept in memory under more than the path of its request; computed once, since each hit
 *     reads it
 */
public record Site(
        Map<String, Repository> repositories,
        Access access,
        Access remote,
        Front front,
        List<SharedRoot> roots,
        boolean varies) {
    /** Copies map and list. */
    public Site {
        repositories = Map.copyOf(repositories);
        roots = List.copyOf(roots);
    }

    /** Asks the repositories whether their answers vary. */
    public Site(
            Map<String, Repository> repositories, Access access, Access remote, Front front, List<SharedRoot> roots) {
        this(
                repositories,
                access,
                remote,
                front,
                roots,
                !roots.isEmpty()
                        || repositories.values().stream().anyMatch(repository -> repository.variants() != null));
    }

    /** Without paths at the root of the host. */
    public Site(Map<String, Repository> repositories, Access access, Access remote, Front front) {
        this(repositories, access, remote, front, List.of());
    }

    /** The same rules for every client, local or remote. */
    public Site(Map<String, Repository> repositories, Access access) {
        this(repositories, access, access, Front.USUAL);
    }

    /** A site that is open to every client. */
    public Site(Map<String, Repository> repositories) {
        this(repositories, Access.OPEN);
    }

    /**
     * The repository and the rest of a request's path.
     *
     * @param name the repository's name
     * @param rest the path below it, without leading slash
     */
    public record Route(String name, Repository repository, String rest) {}

    /** The repository for a request of {@code path} with {@code query}, which is empty if there is none; null if there is none. */
    public @Nullable Route route(String path, String query) {
        int slash = path.indexOf('/', 1);
        String name = path.substring(1, slash < 0 ? path.length() : slash);
        Repository repository = repositories.get(name);
        if (repository != null) {
            return new Route(name, repository, slash < 0 ? "" : path.substring(slash + 1));
        }
        SharedRoot root = root(path);
        return root == null ? null : root.route(path, query);
    }

    /** Whether a format serves {@code path} at the root of the host. */
    public boolean atRoot(String path) {
        return root(path) != null;
    }

    private @Nullable SharedRoot root(String path) {
        for (SharedRoot root : roots) {
            if (root.has(path)) {
                return root;
            }
        }
        return null;
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

    /** The site for requests through a proxy. */
    public Site throughProxy() {
        return access.equals(remote) ? this : new Site(repositories, remote, remote, front, roots, varies);
    }
}
