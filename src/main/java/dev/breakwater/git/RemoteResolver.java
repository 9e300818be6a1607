package dev.breakwater.git;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.WebException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The resolution of a repository's URL before git starts: it follows redirects and checks the address of every hop; git then
 * gets the last URL and its host's addresses, and may neither look up names nor follow redirects.
 */
final class RemoteResolver {
    private static final String SERVICE = "/info/refs?service=git-upload-pack";
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Map<String, String> HEADERS = Map.of("User-Agent", "git/2.0 (Breakwater)");

    /** A resolved remote: a URL, and the git settings that pin the route and authenticate; these may be secret. */
    record ResolvedRemote(String url, Map<String, String> settings) {
        String protocol() {
            return url.substring(0, url.indexOf(':'));
        }

        @Override
        public String toString() {
            return "Remote[" + url + "]";
        }
    }

    private final RepositoryReach reach;
    private final Ssh ssh;
    private final OutboundHttp.OriginClient line;
    private final Cache<String, ResolvedRemote> known =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(KEPT).build();

    /** {@code folder}, which nothing else uses, holds ssh's configuration. */
    RemoteResolver(RepositoryReach reach, Path folder) {
        this.reach = reach;
        this.ssh = new Ssh(folder);
        this.line = reach.web().line(Duration.ofSeconds(5), Duration.ofSeconds(20), null);
    }

    RepositoryReach reach() {
        return reach;
    }

    /** The resolved remote of the repository at {@code url}. */
    ResolvedRemote to(String url) throws GitException {
        ResolvedRemote before = known.getIfPresent(url);
        if (before != null) {
            return before;
        }
        ResolvedRemote found = find(check(url));
        known.put(url, found);
        return found;
    }

    /** Forgets the resolved remote, because it failed. */
    void forget(String url) {
        known.invalidate(url);
    }

    private URI check(String url) throws GitException {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            boolean bySsh = "ssh".equals(scheme) && reach.logins().ssh(uri).isPresent();
            if (scheme == null || !(bySsh || reach.protocols().contains(scheme))) {
                throw new GitException(
                        GitFault.REFUSED,
                        "the repository URL is " + shown(uri) + ", but only " + reach.protocols() + " is allowed"
                                + ("ssh".equals(scheme) ? ", and ssh if a key for that host is configured" : ""));
            }
            boolean named = uri.getRawUserInfo() != null
                    && (!bySsh || uri.getRawUserInfo().indexOf(':') >= 0);
            if (uri.getHost() == null || named || uri.getRawQuery() != null) {
                throw new GitException(GitFault.REFUSED, "the repository URL has a user or a query, or no host");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new GitException(GitFault.REFUSED, "the repository URL is not valid", e);
        }
    }

    /** The URL without a possible password. */
    private static String shown(URI uri) {
        return uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo() + "@", "");
    }

    private ResolvedRemote find(URI uri) throws GitException {
        Optional<HostLogin.SshKey> key = reach.logins().ssh(uri);
        if (key.isPresent()) {
            return ssh.to(uri, key.get());
        }
        String base = uri.toString().replaceAll("/+$", "");
        try {
            // refused here already: the name is resolved again for the connection
            reach.web().route(uri);
            return find(base, true);
        } catch (WebException e) {
            throw explain(base, e);
        }
    }

    private ResolvedRemote find(String base, boolean mayMove) throws GitException, WebException {
        try (OutboundResponse reply = line.get(base + SERVICE, headers(base), new Cancellation())) {
            if (reply.status() == 401 && mayMove && moved(base, reply.url())) {
                // to a host that has its own credential, which the redirect could not carry
                return find(withoutService(base, reply.url()), false);
            }
            return switch (reply.status()) {
                case 200 -> remote(withoutService(base, reply.url()));
                case 401, 403, 404, 410 -> throw refusal(base, reply.status());
                default ->
                    throw new GitException(GitFault.UNREACHABLE, base + " answered git with status " + reply.status());
            };
        }
    }

    private boolean moved(String base, String reached) throws GitException {
        String before = URI.create(base).getRawAuthority();
        URI after = URI.create(reached);
        return !after.getRawAuthority().equals(before)
                && reach.logins().authorization(after).isPresent();
    }

    private Map<String, String> headers(String url) throws GitException {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        reach.logins().authorization(URI.create(url)).ifPresent(value -> headers.put("Authorization", value));
        return headers;
    }

    private static String withoutService(String asked, String reached) throws GitException {
        if (!reached.endsWith(SERVICE)) {
            throw new GitException(
                    GitFault.REFUSED, asked + " redirects to " + reached + ", which is not a git repository");
        }
        return reached.substring(0, reached.length() - SERVICE.length());
    }

    private ResolvedRemote remote(String url) throws GitException, WebException {
        URI target = URI.create(url);
        OutboundHttp.OutboundRoute route = reach.web().route(target);
        Map<String, String> settings = new LinkedHashMap<>();
        if (route.proxy() != null) {
            // git's socks5:// would resolve names locally; the proxy should do that, as it does for our own requests
            settings.put("http.proxy", route.proxy().toString().replaceFirst("^socks5:", "socks5h:"));
        } else {
            settings.put("http.curloptResolve", resolved(target, route.addresses()));
        }
        if (reach.authorities() != null) {
            settings.put("http.sslCAInfo", reach.authorities().toString());
        }
        reach.logins()
                .authorization(target)
                .ifPresent(value -> settings.put(
                        "http.https://" + target.getRawAuthority() + "/.extraHeader", "Authorization: " + value));
        return new ResolvedRemote(url, settings);
    }

    private static String resolved(URI target, List<InetAddress> addresses) {
        int port = target.getPort() > 0 ? target.getPort() : "https".equals(target.getScheme()) ? 443 : 80;
        return target.getHost() + ":" + port + ":"
                + addresses.stream()
                        .map(InetAddress::getHostAddress)
                        .map(a -> a.indexOf(':') < 0 ? a : "[" + a.replaceAll("%.*", "") + "]")
                        .collect(Collectors.joining(","));
    }

    /**
     * Hosts answer git with 401 for missing repositories as well as for private ones; the repository's page tells the two
     * apart, as far as the host allows it ({@code loadRefs} of cmd/go).
     */
    private GitException refusal(String base, int status) throws GitException, WebException {
        try (OutboundResponse page = line.get(base, headers(base), new Cancellation())) {
            if (page.status() == 404 || page.status() == 410) {
                return new GitException(GitFault.ABSENT, "there is no repository at " + base);
            }
        }
        boolean known = reach.logins().authorization(URI.create(base)).isPresent();
        String why = status != 401 && status != 403
                ? " is not a git repository"
                : known
                        ? " rejected the configured credential"
                        : " requires authentication; configure a credential for the host";
        return new GitException(GitFault.DENIED, base + why + " (status " + status + ")");
    }

    private static GitException explain(String base, WebException e) {
        GitFault fault = switch (e.fault()) {
            case NAME, CONNECT, SILENT, BROKEN -> GitFault.UNREACHABLE;
            case PROTOCOL -> GitFault.REFUSED;
            case CANCELLED -> GitFault.CANCELLED;
        };
        return new GitException(fault, base + ": " + e.getMessage(), e);
    }
}
