package dev.breakwater.git;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Hosts;
import dev.breakwater.config.Node;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Place;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The reader of the credentials for repositories' hosts. */
public final class CredentialReader {
    private static final String TOKEN_USER = "x-access-token";
    private static final String SSH_USER = "git";

    private static final Pattern HOST_KEY_FORM = Pattern.compile("[a-z0-9@.-]+ [A-Za-z0-9+/]{40,}={0,2}( .*)?");

    /** A public key in one line. */
    private static final Type<String> HOST_KEY = Types.TEXT
            .named("ssh host key")
            .where(text -> HOST_KEY_FORM.matcher(text).matches()
                    ? null
                    : new ParseResult.Wrong<>(
                            "is not a valid ssh key",
                            "write its kind and its base64, as `ssh-keyscan` shows them: ssh-ed25519 AAAA…"));

    private static final SettingKey<String> HOST = SettingKey.value(
            "host",
            Hosts.TYPE,
            "Host that receives it, with the port if not the default. It is sent to no other host. Required.",
            "git.example.com");
    private static final SettingKey<String> USERNAME = SettingKey.value(
            "username",
            Types.TEXT,
            "User, for `password`, `token` or `ssh-key`. Default: `x-access-token` for a token, `git` for ssh.",
            "breakwater");
    private static final SettingKey<String> PASSWORD = SettingKey.value(
                    "password", Types.TEXT, "Password. Requires `username`.", "${file:/run/secrets/git}")
            .hidden();
    private static final SettingKey<String> TOKEN = SettingKey.value(
                    "token", Types.TEXT, "Access token, sent as a password, as most git hosts expect.", "${GIT_TOKEN}")
            .hidden();
    private static final SettingKey<String> BEARER = SettingKey.value(
                    "bearer",
                    Types.TEXT,
                    "Access token, sent as a bearer token, as some git hosts expect.",
                    "${GIT_TOKEN}")
            .hidden();
    private static final SettingKey<Path> NETRC = SettingKey.value(
            "netrc", Types.FILE, "A netrc file with the host's user and password.", "/run/secrets/netrc");
    private static final SettingKey<String> HELPER = SettingKey.value(
            "helper",
            Types.TEXT,
            "A git credential helper and its arguments: an absolute path, or `x` for `git credential-x`. No shell reads it.",
            "/usr/local/bin/git-credential-vault --role mirror");
    private static final SettingKey<Path> SSH_KEY = SettingKey.value(
            "ssh-key",
            Types.FILE,
            "Private key file without a passphrase; fetches from this host use ssh. Requires `known-hosts` or"
                    + " `host-keys`.",
            "/run/secrets/id_ed25519");
    private static final SettingKey<Path> KNOWN_HOSTS = SettingKey.value(
            "known-hosts", Types.FILE, "The file with the host's ssh key.", "/etc/breakwater/known_hosts");
    private static final SettingKey<String> HOST_KEYS = SettingKey.values(
            "host-keys",
            HOST_KEY,
            "The host's ssh keys, as in a known_hosts file after the host name.",
            "[\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\"]");

    private static final List<SettingKey<?>> KINDS = List.of(PASSWORD, TOKEN, BEARER, NETRC, HELPER, SSH_KEY);

    private static final Group IN_CREDENTIAL = group("");

    private final Reading reading;
    private final Block block;
    private final Place place;
    private final String name;

    private CredentialReader(Reading reading, Block block, Place place, String name) {
        this.reading = reading;
        this.block = block;
        this.place = place;
        this.name = name;
    }

    /** The keys of one credential, at {@code path}. */
    public static Group group(String path) {
        return new Group(
                path, List.of(HOST, USERNAME, PASSWORD, TOKEN, BEARER, NETRC, HELPER, SSH_KEY, KNOWN_HOSTS, HOST_KEYS));
    }

    /** The credentials of {@code block} below {@code list}. */
    public static List<HostLogin> read(Block block, SettingKey<?> list) {
        Reading reading = block.reading();
        List<Node> items = block.items(list);
        List<HostLogin> found = new ArrayList<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            if (!(items.get(i) instanceof Node.Mapping mapping)) {
                reading.mistake(items.get(i).place(), "a credential takes keys", "write - host: git.example.com");
                continue;
            }
            Block element = block.numbered(list, i, mapping, IN_CREDENTIAL);
            HostLogin read = new CredentialReader(reading, element, mapping.place(), element.name()).read();
            if (read != null) {
                add(reading, mapping.place(), found, read);
            }
        }
        return found;
    }

    private static void add(Reading reading, Place place, List<HostLogin> found, HostLogin read) {
        boolean ssh = read instanceof HostLogin.SshKey;
        if (found.stream()
                .anyMatch(other -> other.host().equals(read.host()) && (other instanceof HostLogin.SshKey) == ssh)) {
            reading.mistake(
                    place,
                    "a second credential for " + read.host() + (ssh ? " by ssh" : " by https"),
                    "keep one of the two");
            return;
        }
        found.add(read);
    }

    private @Nullable HostLogin read() {
        if (block.given(HOST) == null) {
            reading.mistake(
                    place,
                    name + " has no host",
                    "write host: and the host that may receive it; it is sent to no other host");
        }
        String host = block.find(HOST);
        String username = block.find(USERNAME);
        String password = block.find(PASSWORD);
        String token = block.find(TOKEN);
        String bearer = block.find(BEARER);
        Path netrc = block.find(NETRC);
        String helper = block.find(HELPER);
        Path key = block.find(SSH_KEY);
        Path knownHosts = block.find(KNOWN_HOSTS);
        List<String> hostKeys = block.list(HOST_KEYS);
        checkKinds();
        checkSsh(key != null, knownHosts != null || hostKeys != null);
        Stream.of(NETRC, SSH_KEY, KNOWN_HOSTS)
                .forEach(file -> block.warnOfMissing(file, "requests that need it will be unauthorized"));
        if (host == null) {
            return null;
        }
        String plain = Hosts.plain(host);
        if (key != null) {
            return new HostLogin.SshKey(
                    plain,
                    username == null ? SSH_USER : username,
                    key,
                    knownHosts,
                    hostKeys == null ? List.of() : hostKeys);
        }
        if (helper != null) {
            return new HostLogin.HelperProgram(plain, SafeText.words(helper.replace(',', ' ')));
        }
        if (netrc != null) {
            return new HostLogin.NetrcLogin(plain, netrc);
        }
        if (bearer != null) {
            return new HostLogin.LoginToken(plain, bearer);
        }
        String secret = password != null ? password : token;
        return secret == null ? null : new HostLogin.Password(plain, username == null ? TOKEN_USER : username, secret);
    }

    private void checkKinds() {
        List<String> kinds = KINDS.stream()
                .filter(key -> block.given(key) != null)
                .map(SettingKey::name)
                .toList();
        if (kinds.isEmpty()) {
            reading.mistake(
                    place,
                    name + " contains no credential",
                    "write one of: "
                            + String.join(
                                    ", ", KINDS.stream().map(SettingKey::name).toList()));
        } else if (kinds.size() > 1) {
            reading.mistake(place, name + " has " + String.join(" and ", kinds), "keep one of them");
        } else if (kinds.getFirst().equals("password") && block.given(USERNAME) == null) {
            reading.mistake(place, "a password without a username", "set both");
        } else if (block.given(USERNAME) != null
                && List.of("bearer", "netrc", "helper").contains(kinds.getFirst())) {
            reading.mistake(place, "a username with " + kinds.getFirst() + ", which needs none", "remove it");
        }
    }

    private void checkSsh(boolean key, boolean pinned) {
        if (key && !pinned) {
            reading.mistake(
                    place,
                    "an ssh-key without the host's key: any server could pose as the host",
                    "set known-hosts: to a file, or write host-keys:; `ssh-keyscan` prints them");
        } else if (!key && pinned) {
            reading.mistake(place, "the host's ssh key without an ssh-key", "set ssh-key: as well");
        }
    }
}
