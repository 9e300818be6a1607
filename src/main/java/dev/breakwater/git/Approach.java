package dev.breakwater.git;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.git.GitException.Fault;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.Reply;
import dev.breakwater.web.Web;
import dev.breakwater.web.WebException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds out how git can reach a repository, before git is started: redirects are followed and every hop's address is
 * checked here; git is then told the last URL and the addresses behind its host, and may look up and follow nothing.
 */
final class Approach {
    private static final String SERVICE = "/info/refs?service=git-upload-pack";
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Map<String, String> HEADERS = Map.of("User-Agent", "git/2.0 (Breakwater)");

    /** Where git is to go: a URL, and the settings that keep it on the way. */
    record Remote(String url, Map<String, String> settings) {}

    private final Reach reach;
    private final Web.Line line;
    private final Cache<String, Remote> known =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(KEPT).build();

    Approach(Reach reach) {
        this.reach = reach;
        this.line = reach.web().line(Duration.ofSeconds(5), Duration.ofSeconds(20), null);
    }

    Reach reach() {
        return reach;
    }

    /** The way to the repository at {@code url}. */
    Remote to(String url) throws GitException {
        Remote before = known.getIfPresent(url);
        if (before != null) {
            return before;
        }
        Remote found = find(check(url));
        known.put(url, found);
        return found;
    }

    /** Forgets the way: it turned out to lead nowhere. */
    void forget(String url) {
        known.invalidate(url);
    }

    private URI check(String url) throws GitException {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            if (scheme == null || !reach.protocols().contains(scheme)) {
                throw new GitException(
                        Fault.REFUSED,
                        "the repository is at " + url + ", and only " + reach.protocols() + " is allowed");
            }
            if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
                throw new GitException(
                        Fault.REFUSED, "the repository is at a URL that has a user or a query, or no host");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new GitException(Fault.REFUSED, "the repository is at what is no URL: " + e.getMessage(), e);
        }
    }

    private Remote find(URI uri) throws GitException {
        String base = uri.toString().replaceAll("/+$", "");
        try {
            // refused here already: the name service is asked again when it is dialled
            reach.web().route(uri);
            try (Reply reply = line.get(base + SERVICE, HEADERS, new Cancellation())) {
                return switch (reply.status()) {
                    case 200 -> remote(base, reply.url());
                    case 401, 403, 404, 410 -> throw refusal(base, reply.status());
                    default ->
                        throw new GitException(Fault.UNREACHABLE, base + " answers git with status " + reply.status());
                };
            }
        } catch (WebException e) {
            throw explain(base, e);
        }
    }

    private Remote remote(String asked, String reached) throws GitException, WebException {
        if (!reached.endsWith(SERVICE)) {
            throw new GitException(Fault.REFUSED, asked + " redirects to " + reached + ", which is no git repository");
        }
        String url = reached.substring(0, reached.length() - SERVICE.length());
        URI target = URI.create(url);
        Web.Route route = reach.web().route(target);
        Map<String, String> settings = new LinkedHashMap<>();
        if (route.proxy() != null) {
            settings.put("http.proxy", route.proxy().toString());
        } else {
            settings.put("http.curloptResolve", resolved(target, route.addresses()));
        }
        if (reach.authorities() != null) {
            settings.put("http.sslCAInfo", reach.authorities().toString());
        }
        return new Remote(url, settings);
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
     * Hosts answer git with 401 for what does not exist as for what is private; the page of the repository tells the two
     * apart, as far as the host wants them to be ({@code loadRefs} of cmd/go).
     */
    private GitException refusal(String base, int status) throws WebException {
        try (Reply page = line.get(base, HEADERS, new Cancellation())) {
            if (page.status() == 404 || page.status() == 410) {
                return new GitException(Fault.ABSENT, "there is no repository at " + base);
            }
        }
        String why = status == 401 || status == 403 ? " wants to know who asks" : " is no git repository";
        return new GitException(Fault.DENIED, base + why + " (status " + status + ")");
    }

    private static GitException explain(String base, WebException e) {
        Fault fault = switch (e.fault()) {
            case NAME, CONNECT, SILENT, BROKEN -> Fault.UNREACHABLE;
            case PROTOCOL -> Fault.REFUSED;
            case CANCELLED -> Fault.CANCELLED;
        };
        return new GitException(fault, base + ": " + e.getMessage(), e);
    }
}
