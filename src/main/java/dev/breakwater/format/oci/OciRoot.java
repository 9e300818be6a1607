package dev.breakwater.format.oci;

import dev.breakwater.format.oci.name.QueryText;
import dev.breakwater.format.oci.name.RegistryNames;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.RootPaths;
import dev.breakwater.repository.Site;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The one root of all registries, {@code /v2/}. A request is for the registry that its {@code ns} names, which containerd adds; or
 * the one that the first element of the image's name is, or the repository's name; else for the default one. {@code ns} chooses among
 * the configured registries alone, and is never an address to ask.
 */
final class OciRoot implements RootPaths {
    private static final String PREFIX = "/v2/";
    /** The parameter that says which registry is meant. */
    static final String NAMESPACE = "ns";

    private static final String CATALOG = "_catalog";

    @Override
    public List<String> prefixes() {
        return List.of(PREFIX);
    }

    @Override
    public Site.Route route(String path, String query, SortedMap<String, Repository> repositories) {
        String rest = path.length() <= PREFIX.length() ? "" : path.substring(PREFIX.length());
        if (rest.equals(ClientTokens.PATH)) {
            return new Site.Route(repositories.firstKey(), new ClientTokens.TokenService(), rest);
        }
        String namespace = query.isEmpty() ? null : new QueryText(query).first(NAMESPACE);
        if (namespace == null && rest.equals(CATALOG)) {
            return new Site.Route("-", ImageCatalog.of(repositories), rest);
        }
        if (namespace != null) {
            Map.Entry<String, Repository> found = ofRegistry(namespace, repositories);
            return found == null ? unknown(rest, namespace) : route(found, rest);
        }
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        if (!first.isEmpty()) {
            Repository own = repositories.get(first);
            if (own != null) {
                return new Site.Route(first, own, rest.substring(slash + 1));
            }
            Map.Entry<String, Repository> found = ofRegistry(first, repositories);
            if (found != null) {
                return route(found, rest.substring(slash + 1));
            }
        }
        Map.Entry<String, Repository> usual = usual(repositories);
        if (usual != null) {
            return route(usual, rest);
        }
        // whether this is a registry at all is the same question to each
        return rest.isEmpty() ? route(repositories.firstEntry(), rest) : unknown(rest, first);
    }

    /**
     * The registry that {@code query} asks for, as the client calls it, if that is {@code registry} (distribution specification,
     * "Registry Proxying"); empty if it asks for none, or for another one.
     */
    static String namespace(String query, String registry) {
        String named = query.isEmpty() ? null : new QueryText(query).first(NAMESPACE);
        return named != null && isSame(named, registry) ? named : "";
    }

    private static boolean isSame(String registry, String other) {
        return registry.equals(other) || (RegistryNames.isDockerHub(registry) && RegistryNames.isDockerHub(other));
    }

    private static Site.Route route(Map.Entry<String, Repository> found, String rest) {
        return new Site.Route(found.getKey(), found.getValue(), rest);
    }

    private static Site.Route unknown(String rest, String registry) {
        return new Site.Route("-", new UnknownRegistry(registry), rest);
    }

    private static Map.@Nullable Entry<String, Repository> ofRegistry(
            String name, SortedMap<String, Repository> repositories) {
        for (Map.Entry<String, Repository> each : repositories.entrySet()) {
            if (each.getValue() instanceof OciRepository images && isSame(name, images.registry())) {
                return each;
            }
        }
        return null;
    }

    private static Map.@Nullable Entry<String, Repository> usual(SortedMap<String, Repository> repositories) {
        if (repositories.size() == 1) {
            return repositories.firstEntry();
        }
        for (Map.Entry<String, Repository> each : repositories.entrySet()) {
            if (each.getValue() instanceof OciRepository images && images.isUsual()) {
                return each;
            }
        }
        return null;
    }
}
