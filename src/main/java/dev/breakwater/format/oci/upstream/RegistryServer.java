package dev.breakwater.format.oci.upstream;

import dev.breakwater.format.oci.name.RegistryNames;
import java.net.URI;
import java.util.Locale;

/** The names by which docker files logins: a registry's host, but Docker Hub's address of old (docker/cli, {@code GetAuthConfig}). */
final class RegistryServer {
    private static final String HUB = "https://index.docker.io/v1/";

    private RegistryServer() {}

    /** Of the registry at {@code url}. */
    static String of(URI url) {
        String host = String.valueOf(url.getRawAuthority()).toLowerCase(Locale.ROOT);
        return RegistryNames.isDockerHub(host) ? HUB : host;
    }

    /** Whether {@code key}, as it is in a file, which may be a whole address, is {@code server}. */
    static boolean isSame(String key, String server) {
        String host = key.replaceFirst("^https?://", "").replaceFirst("/.*", "").toLowerCase(Locale.ROOT);
        return key.equals(server) || host.equals(server) || (server.equals(HUB) && RegistryNames.isDockerHub(host));
    }
}
