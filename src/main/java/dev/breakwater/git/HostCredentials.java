package dev.breakwater.git;

import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.web.Netrc;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The credentials of one origin by host. The chain ensures that they are used only for the origin's own modules; this class
 * ensures that each is sent only to its own host.
 */
public final class HostCredentials {
    /** For origins without any. */
    public static final HostCredentials NONE = new HostCredentials(List.of());

    private final List<HostLogin> credentials;

    /** With these credentials; at most one a host for https, and one for ssh. */
    public HostCredentials(List<HostLogin> credentials) {
        this.credentials = List.copyOf(credentials);
    }

    /**
     * The {@code Authorization} header for {@code url}; empty if its host has no credential, or it is not https.
     *
     * @throws GitException if the credential can't be read
     */
    public Optional<String> authorization(URI url) throws GitException {
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            return Optional.empty();
        }
        for (HostLogin credential : credentials) {
            if (!(credential instanceof HostLogin.SshKey) && credential.host().equals(place(url, 443))) {
                return Optional.of(header(credential));
            }
        }
        return Optional.empty();
    }

    /**
     * The key by which {@code url} is reached over ssh; empty if it is not. An https URL whose host has only a key is reached
     * over ssh, too.
     */
    Optional<HostLogin.SshKey> ssh(URI url) {
        boolean byHttps = "https".equals(url.getScheme());
        if (url.getHost() == null || (byHttps && hasHttps(url))) {
            return Optional.empty();
        }
        String wanted = byHttps ? url.getHost().toLowerCase(Locale.ROOT) : place(url, 22);
        return credentials.stream()
                .filter(HostLogin.SshKey.class::isInstance)
                .map(HostLogin.SshKey.class::cast)
                .filter(key -> wanted.equals(byHttps ? name(key.host()) : key.host()))
                .findFirst();
    }

    private boolean hasHttps(URI url) {
        return credentials.stream()
                .anyMatch(c -> !(c instanceof HostLogin.SshKey) && c.host().equals(place(url, 443)));
    }

    private static String place(URI url, int usual) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return url.getPort() < 0 || url.getPort() == usual ? host : host + ":" + url.getPort();
    }

    private static String name(String host) {
        return host.replaceAll(":[0-9]+$", "");
    }

    private static String header(HostLogin credential) throws GitException {
        return switch (credential) {
            case HostLogin.Password(String host, String user, String password) -> basic(user, password);
            case HostLogin.LoginToken(String host, String token) -> "Bearer " + token;
            case HostLogin.NetrcLogin(String host, var file) -> {
                try {
                    Netrc.Login login = Netrc.parse(Files.readString(file), name(host))
                            .orElseThrow(() -> new GitException(
                                    GitFault.DENIED, file + " has no entry for machine " + name(host)));
                    yield basic(login.user(), login.password());
                } catch (GitException e) {
                    throw e;
                } catch (IOException e) {
                    throw new GitException(GitFault.BROKEN, "can't read " + file + ": " + e.getMessage(), e);
                }
            }
            case HostLogin.HelperProgram program -> {
                Netrc.Login login = CredentialProgram.ask(program);
                yield basic(login.user(), login.password());
            }
            case HostLogin.SshKey key -> throw new IllegalArgumentException("ssh has no HTTP authorization");
        };
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
