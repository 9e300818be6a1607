package dev.breakwater.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who we are to one host of private repositories. It is told to that host alone. */
public sealed interface HostCredential {
    /** The host in lower case, with its port where that is not the usual one: {@code git.example.com:8443}. */
    String host();

    /** User and password, RFC 7617; tokens of git hosts go as passwords. */
    record Basic(String host, String username, Secret password) implements HostCredential {}

    /** A token, RFC 6750. */
    record Bearer(String host, Secret token) implements HostCredential {}

    /** User and password of that host in a netrc file, which is read anew now and then. */
    record Netrc(String host, Path file) implements HostCredential {}

    /** What a git credential helper says, gitcredentials(7): its name or path, and its arguments. */
    record Program(String host, List<String> command) implements HostCredential {
        /** Makes the list immutable. */
        public Program {
            command = List.copyOf(command);
        }
    }

    /**
     * A key for ssh: what is on this host is fetched by ssh.
     *
     * @param username whom to log in as
     * @param key the private key's file
     * @param knownHosts the file that has the host's key, as of sshd(8); missing where {@code hostKeys} has it
     * @param hostKeys the host's keys, as in {@code ssh-ed25519 AAAA…}
     */
    record Ssh(
            String host,
            String username,
            Path key,
            @Nullable Path knownHosts,
            List<String> hostKeys) implements HostCredential {
        /** Makes the list immutable. */
        public Ssh {
            hostKeys = List.copyOf(hostKeys);
        }
    }
}
