package dev.breakwater.format.oci.name;

import java.util.Set;

/** The names of registries, as clients call them. */
public final class RegistryNames {
    private static final Set<String> HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    private RegistryNames() {}

    /** Whether {@code registry} is Docker Hub, under any of its names. */
    public static boolean isDockerHub(String registry) {
        return HUB.contains(registry);
    }
}
