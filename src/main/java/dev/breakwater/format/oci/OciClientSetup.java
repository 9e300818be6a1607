package dev.breakwater.format.oci;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.repository.ClientSetup;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The set-up of clients that pull images. They have files of their own, and no variables. */
final class OciClientSetup implements ClientSetup {
    @Override
    public SequencedMap<String, String> variables(RepositorySettings repository, String address) {
        return new LinkedHashMap<>();
    }

    @Override
    public String command(String address) {
        return "docker pull " + host(address) + path(address) + "/<image>:<tag>";
    }

    @Override
    public String hint(String address) {
        return "to use it: " + command(address);
    }

    private static String host(String address) {
        return URI.create(address).getRawAuthority();
    }

    private static String path(String address) {
        String path = URI.create(address).getRawPath();
        return path == null ? "" : path;
    }
}
