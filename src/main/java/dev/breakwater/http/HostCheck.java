package dev.breakwater.http;

import dev.breakwater.repository.Site;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the host of a request: the received one, never one that a proxy forwards. Every request has exactly one (RFC 9112
 * §3.2). It must be one of the server's names if a web page in a browser could otherwise read what only this machine may: for
 * pages, and for everything if anonymous callers may read everything. Health checks of load balancers may use any name, or
 * none, as in HTTP/1.0.
 */
final class HostCheck {
    private static final Pattern VALID =
            Pattern.compile("([A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{0,5})?");

    private final ServerContext server;

    HostCheck(ServerContext server) {
        this.server = server;
    }

    /** The refusal of the request; null if it is accepted. */
    @Nullable
    HttpReply refusal(HttpServerRequest request, ClientConnection connection, String path, Site site, long millis) {
        if (path.equals(SystemPages.LIVE) || path.equals(SystemPages.READY)) {
            return null;
        }
        String absolute = authority(request);
        if (absolute == null) {
            return server.replies()
                    .refusal(400, AnswerTags.NONE, millis, "The request must have one Host header that names a host.");
        }
        if (connection.hasShown(absolute, site.front().names())) {
            return null;
        }
        Matcher valid = VALID.matcher(absolute);
        if (!valid.matches()) {
            return server.replies()
                    .refusal(400, AnswerTags.NONE, millis, "The request's Host header is not a valid host.");
        }
        if (!server.owns(path, site) && !site.access().open()) {
            return null;
        }
        if (site.front().names().has(valid.group(1))) {
            connection.shows(absolute, site.front().names());
            return null;
        }
        return server.replies()
                .refusal(
                        421,
                        AnswerTags.NONE,
                        millis,
                        "This server does not answer to the name " + valid.group(1) + ".",
                        "If it is one of its names, add it to hosts: in the configuration, or set public-url.");
    }

    /** The host and port that the request asks for; null if it names none, or more than one. */
    static @Nullable String authority(HttpServerRequest request) {
        String named = named(request);
        return named == null || request.uri().startsWith("/") ? named : authority(request.uri());
    }

    /** The one host in the headers; null if there is none, or more than one. */
    private static @Nullable String named(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        if (request.version() != HttpVersion.HTTP_2) {
            return hosts.size() == 1 ? hosts.getFirst() : null;
        }
        HostAndPort authority = request.authority();
        if (authority == null) {
            return null;
        }
        String named = authority.toString();
        return hosts.isEmpty() || (hosts.size() == 1 && hosts.getFirst().equalsIgnoreCase(named)) ? named : null;
    }

    /** The host of a target in absolute form, which takes precedence over the header: RFC 9112 §3.2.2. */
    private static @Nullable String authority(String target) {
        int from = target.indexOf("://") + 3;
        int to = from;
        while (to < target.length() && "/?#".indexOf(target.charAt(to)) < 0) {
            to++;
        }
        return from == to ? null : target.substring(from, to);
    }
}
