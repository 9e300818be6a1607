package dev.breakwater.git;

import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.store.DataFolders;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The ssh setup of git: one key, a host whose own key is known, and no settings of the machine: ssh reads only a configuration
 * that we write (ssh_config(5)).
 */
final class Ssh {
    private final Path folder;

    /** Keeps its files in {@code folder}, which nothing else uses. */
    Ssh(Path folder) {
        this.folder = folder;
    }

    /** The resolved remote of {@code url} with {@code key}. */
    RemoteResolver.ResolvedRemote to(URI url, HostLogin.SshKey key) throws GitException {
        try {
            DataFolders.make(folder);
            String name = Digest.of((key.host() + " " + key.username()).getBytes(StandardCharsets.UTF_8))
                    .hex()
                    .substring(0, 16);
            Path hosts = folder.resolve(name + ".hosts").toAbsolutePath();
            Path config = folder.resolve(name + ".config").toAbsolutePath();
            replace(hosts, hostLines(key));
            replace(config, configuration(key, hosts));
            return new RemoteResolver.ResolvedRemote(
                    "ssh://" + key.username() + "@" + key.host() + url.getRawPath(),
                    Map.of("core.sshCommand", "ssh -F " + quoted(config.toString()), "ssh.variant", "ssh"));
        } catch (GitException e) {
            throw e;
        } catch (IOException e) {
            throw new GitException(GitFault.BROKEN, "can't write below " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String hostLines(HostLogin.SshKey key) {
        int colon = key.host().lastIndexOf(':');
        String host = colon < 0
                ? key.host()
                : "[" + key.host().substring(0, colon) + "]" + key.host().substring(colon);
        return key.hostKeys().stream().map(each -> host + " " + each + "\n").collect(Collectors.joining());
    }

    private static String configuration(HostLogin.SshKey key, Path hosts) throws GitException {
        List<String> known = new ArrayList<>(List.of(word(hosts)));
        if (key.knownHosts() != null) {
            known.add(word(key.knownHosts().toAbsolutePath()));
        }
        return String.join(
                "\n",
                "IdentityFile " + word(key.key().toAbsolutePath()),
                "IdentitiesOnly yes",
                "IdentityAgent none",
                "PreferredAuthentications publickey",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "BatchMode yes",
                "UserKnownHostsFile " + String.join(" ", known),
                "GlobalKnownHostsFile /dev/null",
                "StrictHostKeyChecking yes",
                "UpdateHostKeys no",
                "VerifyHostKeyDNS no",
                "ProxyCommand none",
                "ControlMaster no",
                "ControlPath none",
                "ClearAllForwardings yes",
                "ForwardAgent no",
                "PermitLocalCommand no",
                "ConnectTimeout 10",
                "ServerAliveInterval 15",
                "ServerAliveCountMax 3",
                "LogLevel ERROR",
                "");
    }

    /** A path as a word of ssh_config(5), in which percent signs and variables have a meaning. */
    private static String word(Path path) throws GitException {
        String text = path.toString();
        if (text.contains("\"") || text.contains("\n") || text.contains("${")) {
            throw new GitException(GitFault.BROKEN, "ssh does not accept a file of this name: " + text);
        }
        return "\"" + text.replace("%", "%%") + "\"";
    }

    /** A quoted word for the shell, which git uses for this setting. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Replaces the file atomically: another fetch may be reading it. */
    private static void replace(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Path next = Files.createTempFile(file.getParent(), "new", "");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
