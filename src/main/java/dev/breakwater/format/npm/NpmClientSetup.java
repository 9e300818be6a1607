package dev.breakwater.format.npm;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.repository.ClientSetup;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The variables for the clients of npm packages. npm and yarn 1 read {@code npm_config_registry}; yarn from 2 on has a variable of
 * its own, and uses an http address only if it is told the host.
 */
final class NpmClientSetup implements ClientSetup {
    @Override
    public SequencedMap<String, String> variables(RepositorySettings repository, String address) {
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        variables.put("npm_config_registry", registry(address));
        variables.put("YARN_NPM_REGISTRY_SERVER", registry(address));
        URI url = URI.create(address);
        if ("http".equals(url.getScheme()) && url.getHost() != null) {
            variables.put("YARN_UNSAFE_HTTP_WHITELIST", url.getHost());
        }
        return variables;
    }

    @Override
    public String command(String address) {
        return "npm config set registry " + registry(address);
    }

    @Override
    public String hint(String address) {
        return "to use it: " + command(address);
    }

    /** With a slash at the end: without one, npm takes the last part of the path for a file's name. */
    private static String registry(String address) {
        return address.endsWith("/") ? address : address + "/";
    }
}
