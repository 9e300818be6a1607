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
        return "docker pull " + host(address) + repository(address) + "/<image>:<tag>";
    }

    @Override
    public String hint(String address) {
        return "to use it: " + command(address);
    }

    private static String host(String address) {
        return URI.create(address).getRawAuthority();
    }

    /** The last element, since registries are at the root of their host, whatever is in front of this server's other paths. */
    private static String repository(String address) {
        return address.substring(address.lastIndexOf('/'));
    }
}
