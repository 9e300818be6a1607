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
 * Checks the host that a request names: the one that arrived, never one that a proxy tells of. Every request names exactly
 * one (RFC 9112 §3.2), and where a page in a browser could read what only this machine may, it must be one of ours: for
 * pages, and for everything where anonymous callers may read everything. Load balancers may ask whether the server is up by
 * any name, or by none, as HTTP/1.0 has it.
 */
final class HostCheck {
    private static final Pattern VALID =
            Pattern.compile("([A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{0,5})?");

    private final ServerContext server;

    HostCheck(ServerContext server) {
        this.server = server;
    }

    /** Why the request is refused; null where it is not. */
    @Nullable
    HttpReply refusal(
            HttpServerRequest request,
            ClientConnection connection,
            String target,
            String path,
            Site site,
            long millis) {
        if (path.equals("/-/live") || path.equals("/-/ready")) {
            return null;
        }
        String named = named(request);
        String absolute = named == null || target.startsWith("/") ? named : authority(target);
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
        boolean ours = path.equals("/") || path.startsWith("/-/");
        if (!ours && !site.access().open()) {
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

    /** The one host that the headers name; null where they name none, or more than one. */
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

    /** That of a target in absolute form, which counts before the header: RFC 9112 §3.2.2. */
    private static @Nullable String authority(String target) {
        int from = target.indexOf("://") + 3;
        int to = from;
        while (to < target.length() && "/?#".indexOf(target.charAt(to)) < 0) {
            to++;
        }
        return from == to ? null : target.substring(from, to);
    }
}
