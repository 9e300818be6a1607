package dev.breakwater.git;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lets us in at one host of repositories. It is shown to that host alone, and prints without what is secret in it. */
public sealed interface HostLogin {
    /** The host in lower case, with its port where that is not the usual one: {@code git.example.com:8443}. */
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

    /** The user and password that a netrc file has for the host; it is read whenever they are wanted. */
    record NetrcLogin(String host, Path file) implements HostLogin {}

    /**
     * What a git credential helper says, gitcredentials(7).
     *
     * @param command an absolute path, or {@code x} for {@code git credential-x}; and its arguments
     */
    record HelperProgram(String host, List<String> command) implements HostLogin {
        /** Makes the list immutable. */
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
     * @param username whom to log in as
     * @param key its file, without a passphrase
     * @param knownHosts a file that has the host's key, as of sshd(8); missing where {@code hostKeys} has it
     * @param hostKeys the host's keys, as in {@code ssh-ed25519 AAAA…}
     */
    record SshKey(
            String host,
            String username,
            Path key,
            @Nullable Path knownHosts,
            List<String> hostKeys) implements HostLogin {
        /** Makes the list immutable. */
        public SshKey {
            hostKeys = List.copyOf(hostKeys);
        }
    }
}
