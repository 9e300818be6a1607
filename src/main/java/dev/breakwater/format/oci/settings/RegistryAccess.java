package dev.breakwater.format.oci.settings;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one registry is asked with credentials, beside a fixed user and password.
 *
 * @param tokenHosts further hosts whose token services get the credentials, and may have internal addresses: {@code host} for its
 *     ports 80 and 443, or {@code host:port}; in lower case
 * @param source what is asked for the credentials; null if nothing is
 */
public record RegistryAccess(
        List<String> tokenHosts, @Nullable CredentialSource source) {
    /** Of registries without such settings. */
    public static final RegistryAccess NONE = new RegistryAccess(List.of(), null);

    /** Makes the list immutable. */
    public RegistryAccess {
        tokenHosts = List.copyOf(tokenHosts);
    }

    /** What has credentials that may change. */
    public sealed interface CredentialSource {
        /** A program that speaks the protocol of docker's credential helpers, and its arguments. */
        record HelperCommand(List<String> command) implements CredentialSource {
            /** Makes the list immutable. */
            public HelperCommand {
                command = List.copyOf(command);
            }
        }

        /** A {@code config.json} of docker. */
        record DockerConfigFile(Path file) implements CredentialSource {}
    }
}
