package dev.breakwater.format.oci;

import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import java.util.List;
import java.util.Map;

/** The headers of each answer of a registry. */
final class RegistryHeaders {
    /** What the older clients look for, to tell a registry from a web server: distribution specification, "Legacy Docker support". */
    static final Map<String, String> VERSION = Map.of("Docker-Distribution-Api-Version", "registry/2.0");

    private static final String NAMESPACE = "OCI-Namespace";

    private RegistryHeaders() {}

    /** Those of an answer for {@code registry}, which are different ones if the client has named it in its query. */
    static Map<String, String> of(Request request, String registry) {
        String namespace = OciRoot.namespace(request.query(), registry);
        if (namespace.isEmpty()) {
            return VERSION;
        }
        return Map.of(NAMESPACE, namespace, "Docker-Distribution-Api-Version", "registry/2.0");
    }

    /** Tells the answers apart that have different ones: there are as many as the registry has names. */
    record NamespaceVariants(String registry) implements Repository.Variants {
        @Override
        public List<String> headers() {
            return List.of();
        }

        @Override
        public String of(Request request) {
            return OciRoot.namespace(request.query(), registry);
        }
    }
}
