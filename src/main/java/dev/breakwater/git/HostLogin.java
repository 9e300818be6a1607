package dev.breakwater.git;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The credential for one host of repositories. It is sent to that host only, and {@code toString} hides the secret. */
public sealed interface HostLogin {
    /** The host in lower case, with its port if that is not the default: {@code git.example.com:8443}. */
    String host();

    /** User and password over https, RFC 7617. */
    record Password(String host, String username, String password) implements HostLogin {
        @Override
        public String toString() {
            return "Password[" + host + "]";
        }
    }

    /** A bearer token over https, RFC 6750. */
    record LoginToken(String host, String token) implements HostLogin {
        @Override
        public String toString() {
            return "Token[" + host + "]";
        }
    }

    /** The user and password that a netrc file has for the host; the file is read at each use. */
    record NetrcLogin(String host, Path file) implements HostLogin {}

    /**
     * The credential from a git credential helper, gitcredentials(7).
     *
     * @param command an absolute path, or {@code x} for {@code git credential-x}; and its arguments
     */
    record HelperProgram(String host, List<String> command) implements HostLogin {
        public HelperProgram {
            command = List.copyOf(command);
        }

        @Override
        public String toString() {
            return "Program[" + host + "]";
        }
    }

    /**
     * A private key over ssh.
     *
     * @param username the user
     * @param key its file, without a passphrase
     * @param knownHosts a file that has the host's key, as of sshd(8); null if {@code hostKeys} has it
     * @param hostKeys the host's keys, as in {@code ssh-ed25519 AAAA…}
     */
    record SshKey(
            String host,
            String username,
            Path key,
            @Nullable Path knownHosts,
            List<String> hostKeys) implements HostLogin {
        public SshKey {
            hostKeys = List.copyOf(hostKeys);
        }
    }
}
