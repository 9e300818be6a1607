package dev.breakwater.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the {@code credentials} of one private pattern. */
final class CredentialReader {
    private static final String TOKEN_USER = "x-access-token";
    private static final String SSH_USER = "git";

    private static final List<Key<?>> KINDS = List.of(
            PrivateKeys.PASSWORD,
            PrivateKeys.TOKEN,
            PrivateKeys.BEARER,
            PrivateKeys.NETRC,
            PrivateKeys.HELPER,
            PrivateKeys.SSH_KEY);

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

    /** What {@code pattern} has below {@code credentials}. */
    static List<HostCredential> read(Reading reading, Block pattern) {
        List<Node> items = pattern.items(PrivateKeys.CREDENTIALS);
        List<HostCredential> found = new ArrayList<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            List<String> at = Stream.concat(
                            pattern.at(PrivateKeys.CREDENTIALS.name()).stream(), Stream.of(Integer.toString(i)))
                    .toList();
            if (!(items.get(i) instanceof Node.Mapping mapping)) {
                reading.mistake(items.get(i).place(), "a credential takes keys", "write - host: git.example.com");
                continue;
            }
            Block block = new Block(reading, at, mapping, PrivateKeys.IN_CREDENTIAL);
            HostCredential read = new CredentialReader(reading, block, mapping.place(), String.join(".", at)).read();
            if (read != null) {
                add(reading, mapping.place(), found, read);
            }
        }
        return found;
    }

    private static void add(Reading reading, Place place, List<HostCredential> found, HostCredential read) {
        boolean ssh = read instanceof HostCredential.Ssh;
        if (found.stream()
                .anyMatch(other -> other.host().equals(read.host()) && (other instanceof HostCredential.Ssh) == ssh)) {
            reading.mistake(
                    place,
                    "a second credential for " + read.host() + (ssh ? " by ssh" : " by https"),
                    "keep one of the two");
            return;
        }
        found.add(read);
    }

    private @Nullable HostCredential read() {
        if (block.given(PrivateKeys.HOST) == null) {
            reading.mistake(place, name + " has no host", "write host: and whom it is for; nobody else is told of it");
        }
        String host = block.find(PrivateKeys.HOST);
        String username = block.find(PrivateKeys.USERNAME);
        String password = block.find(PrivateKeys.PASSWORD);
        String token = block.find(PrivateKeys.TOKEN);
        String bearer = block.find(PrivateKeys.BEARER);
        Path netrc = block.find(PrivateKeys.NETRC);
        String helper = block.find(PrivateKeys.HELPER);
        Path key = block.find(PrivateKeys.SSH_KEY);
        Path knownHosts = block.find(PrivateKeys.KNOWN_HOSTS);
        List<String> hostKeys = block.list(PrivateKeys.HOST_KEYS);
        checkKinds();
        checkSsh(key != null, knownHosts != null || hostKeys != null);
        Stream.of(PrivateKeys.NETRC, PrivateKeys.SSH_KEY, PrivateKeys.KNOWN_HOSTS)
                .forEach(this::warnOfMissing);
        if (host == null) {
            return null;
        }
        String plain = Hosts.plain(host);
        if (key != null) {
            return new HostCredential.Ssh(
                    plain,
                    username == null ? SSH_USER : username,
                    key,
                    knownHosts,
                    hostKeys == null ? List.of() : hostKeys);
        }
        if (helper != null) {
            return new HostCredential.Program(plain, SafeText.words(helper.replace(',', ' ')));
        }
        if (netrc != null) {
            return new HostCredential.Netrc(plain, netrc);
        }
        if (bearer != null) {
            return new HostCredential.Bearer(plain, new Secret(bearer));
        }
        String secret = password != null ? password : token;
        return secret == null
                ? null
                : new HostCredential.Basic(plain, username == null ? TOKEN_USER : username, new Secret(secret));
    }

    private void checkKinds() {
        List<String> kinds = KINDS.stream()
                .filter(key -> block.given(key) != null)
                .map(Key::name)
                .toList();
        if (kinds.isEmpty()) {
            reading.mistake(
                    place,
                    name + " has nothing to show the host",
                    "write one of: "
                            + String.join(", ", KINDS.stream().map(Key::name).toList()));
        } else if (kinds.size() > 1) {
            reading.mistake(place, name + " has " + String.join(" and ", kinds), "keep one of them");
        } else if (kinds.getFirst().equals("password") && block.given(PrivateKeys.USERNAME) == null) {
            reading.mistake(place, "a password without a username", "give both");
        } else if (block.given(PrivateKeys.USERNAME) != null
                && List.of("bearer", "netrc", "helper").contains(kinds.getFirst())) {
            reading.mistake(place, "a username beside " + kinds.getFirst() + ", which needs none", "leave it out");
        }
    }

    private void checkSsh(boolean key, boolean pinned) {
        if (key && !pinned) {
            reading.mistake(
                    place,
                    "an ssh-key without the key of the host: whoever answers there would be believed",
                    "name known-hosts: and a file, or write host-keys:; `ssh-keyscan` shows them");
        } else if (!key && pinned) {
            reading.mistake(place, "the host's ssh key without an ssh-key of ours", "name ssh-key: as well");
        }
    }

    /** No mistake: a configuration may be checked on another machine than the one it is for. */
    private void warnOfMissing(Key<Path> key) {
        SourcedText given = block.given(key);
        if (given != null
                && key.type().parse().apply(given.text()) instanceof Parsed.Right<Path>(Path file)
                && !Files.isReadable(file)) {
            reading.warning(
                    given.place(),
                    given.where(),
                    name + "." + key.name() + " names " + given.shown() + ", which cannot be read here",
                    "what needs it will not be let in");
        }
    }
}
