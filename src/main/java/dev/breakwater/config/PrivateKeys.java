package dev.breakwater.config;

import dev.breakwater.config.Key.Shape;
import java.nio.file.Path;
import java.util.List;

/** The keys of private modules. */
final class PrivateKeys {
    static final Key<String> PRIVATE = Key.block(
            "private",
            Shape.BLOCKS,
            "Your own modules by GOPRIVATE globs, see [private modules](private.md): asked of their owner alone. An element may"
                    + " be a bare glob, whose modules' own repositories are the owner. The first glob that matches wins."
                    + " Without it: GOPRIVATE, GONOPROXY and GONOSUMDB.");
    static final Key<String> PATTERN = Key.value(
            "pattern",
            Globs.TYPE,
            "A GOPRIVATE glob of module paths; case does not count. Required.",
            "git.example.com/*");
    static final Key<String> FROM = Key.value(
                    "from",
                    Types.TEXT.named("name of an upstream, direct or hosted"),
                    "Who has them: `direct`, their own repositories, by git; the upstream of that name; `hosted`, what was"
                            + " uploaded to this server.",
                    "artifactory")
            .fallback("direct");
    static final Key<String> HOSTS = Key.values(
            "hosts",
            Hosts.TYPE,
            "Further hosts on which they are and which may have internal addresses. The pattern's first element, if it is no"
                    + " glob, and the hosts of the credentials may in any case.",
            "[git.corp.example.com]");
    static final Key<String> CREDENTIALS = Key.block(
            "credentials",
            Shape.BLOCKS,
            "Who we are to the hosts they are on, one element a host: a password, a token, a netrc file, a helper or an ssh"
                    + " key. For `from: direct`; an upstream has its own.");

    static final Key<String> HOST = Key.value(
            "host",
            Hosts.TYPE,
            "The host it is for, and the port where that is not the usual one. Nobody else is told of it. Required.",
            "git.example.com");
    static final Key<String> USERNAME = Key.value(
            "username",
            Types.TEXT,
            "User, for `password`, `token` or `ssh-key`. Without it: `x-access-token` for a token, `git` for ssh.",
            "breakwater");
    static final Key<String> PASSWORD = Key.value(
                    "password", Types.TEXT, "Password. Wants `username`.", "${file:/run/secrets/git}")
            .hidden();
    static final Key<String> TOKEN = Key.value(
                    "token", Types.TEXT, "Access token, sent as a password, as most git hosts want it.", "${GIT_TOKEN}")
            .hidden();
    static final Key<String> BEARER = Key.value(
                    "bearer",
                    Types.TEXT,
                    "Access token, sent as a bearer token, as some git hosts want it.",
                    "${GIT_TOKEN}")
            .hidden();
    static final Key<Path> NETRC =
            Key.value("netrc", Types.FILE, "A netrc file that has the host's user and password.", "/run/secrets/netrc");
    static final Key<String> HELPER = Key.value(
            "helper",
            Types.TEXT,
            "A git credential helper and its arguments: an absolute path, or `x` for `git credential-x`. No shell reads it.",
            "/usr/local/bin/git-credential-vault --role mirror");
    static final Key<Path> SSH_KEY = Key.value(
            "ssh-key",
            Types.FILE,
            "A private key's file without a passphrase: what is on this host is fetched by ssh. Wants `known-hosts` or"
                    + " `host-keys`.",
            "/run/secrets/id_ed25519");
    static final Key<Path> KNOWN_HOSTS =
            Key.value("known-hosts", Types.FILE, "The file with the host's ssh key.", "/etc/breakwater/known_hosts");
    static final Key<String> HOST_KEYS = Key.values(
            "host-keys",
            Hosts.SSH_KEY,
            "The host's ssh keys themselves, as they stand in a known_hosts file behind the name.",
            "[\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\"]");

    static final Group IN_PRIVATE = new Group("repositories.*.private[]", List.of(PATTERN, FROM, HOSTS, CREDENTIALS));
    static final Group IN_CREDENTIAL = new Group(
            "repositories.*.private[].credentials[]",
            List.of(HOST, USERNAME, PASSWORD, TOKEN, BEARER, NETRC, HELPER, SSH_KEY, KNOWN_HOSTS, HOST_KEYS));

    private PrivateKeys() {}
}
