package dev.breakwater.http;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Token;
import dev.breakwater.event.Event;
import dev.breakwater.repository.Site;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The handler of one event loop's requests. A hot path is answered at once; any other goes to the {@link RepositoryHandler}.
 */
final class RequestHandler implements Handler<HttpServerRequest> {
    private final ServerContext server;
    private final Context loop;
    private final ConnectionTracker connections;
    private final AccessFilter accessFilter;
    private final HostCheck hosts;
    private final RepositoryHandler repositories;
    private final ExtensionHandler extensionHandler;

    RequestHandler(ServerContext server, Context loop, ConnectionTracker connections) {
        this.server = server;
        this.loop = loop;
        this.connections = connections;
        this.accessFilter = new AccessFilter(server);
        this.hosts = new HostCheck(server);
        this.repositories = new RepositoryHandler(server, accessFilter);
        this.extensionHandler = new ExtensionHandler(server, accessFilter);
    }

    @Override
    public void handle(HttpServerRequest request) {
        long began = System.nanoTime();
        ClientConnection connection = connections.of(request);
        if (connection == null) {
            return;
        }
        String target = request.uri();
        String path = RequestTargets.path(target);
        HttpExchange exchange =
                new HttpExchange(request, connection, loop, server, Token.masked(path == null ? target : path), began);
        long millis = server.clock().millis();
        MultiMap headers = request.headers();
        Site whole = server.sites().get();
        exchange.from(Forwarded.of(headers, connection, whole.front().proxies()));
        if (misframed(exchange, headers, millis)) {
            return;
        }
        Site site = exchange.origin().client().forwarded() ? whole.throughProxy() : whole;
        HttpReply strange = path == null ? null : hosts.refusal(request, connection, path, site, millis);
        if (strange != null) {
            exchange.last();
            exchange.refuse(strange, AnswerTags.NONE);
            return;
        }
        if (path != null
                && target.length() <= server.limits().url()
                && server.extension().has(path)) {
            extensionHandler.take(exchange, site, path);
            return;
        }
        HttpReply refusal = refusal(exchange, headers, site, target, path, millis);
        if (refusal != null || path == null) {
            exchange.last();
            exchange.refuse(refusal == null ? malformed(millis) : refusal, AnswerTags.NONE);
            return;
        }
        if (!read(request.method())) {
            request.pause();
            repositories.write(exchange, site, path, millis);
        } else if (isFree(path, site)) {
            serve(exchange, site, Principal.ANONYMOUS, path, headers, millis);
        } else {
            accessFilter.admit(
                    exchange,
                    site.access(),
                    () -> repositories.replies(exchange, site, path),
                    who -> serve(
                            exchange, site, who, path, headers, server.clock().millis()));
        }
    }

    /** Refuses a body without a certain end. Over HTTP/1.0 Netty takes the first of several lengths. */
    private boolean misframed(HttpExchange exchange, MultiMap headers, long millis) {
        if (RequestTargets.unframed(headers)) {
            exchange.last();
            exchange.refuse(
                    server.replies()
                            .refusal(400, AnswerTags.NONE, millis, "The only supported transfer coding is chunked."),
                    AnswerTags.NONE);
            return true;
        }
        if (exchange.request.version() == HttpVersion.HTTP_1_0 && headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            exchange.last();
        }
        return false;
    }

    /** Whether all clients get the same at {@code path}, whatever credentials they send. */
    private boolean isFree(String path, Site site) {
        boolean page = path.startsWith("/-/") && server.owns(path, site);
        return (page || site.access().open()) && !SystemPages.guarded(path, site);
    }

    /** HEAD differs from GET only on the wire. */
    private static boolean read(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private void serve(HttpExchange exchange, Site site, Principal who, String path, MultiMap headers, long millis) {
        exchange.by(who);
        String hot = site.varies() ? repositories.hot(exchange, site, path) : path;
        PreparedResponse ready = hot == null ? null : server.hot().find(hot, site, millis);
        if (ready != null) {
            if (site.access().may(who, Permission.READ, ready.label.repository(), ready.subject)) {
                if (ready.subject.confidential()) {
                    exchange.about(who, ready.label.repository(), ready.subject, Permission.READ);
                }
                HttpReply reply = reply(ready, RequestConditions.of(headers), site, millis);
                DecodedSender.send(server, exchange, reply, ready.label, ready);
                return;
            }
            // The same refusal as for paths that are not hot, or don't exist.
            ready.release();
        }
        repositories.read(exchange, site, who, path, hot, millis);
    }

    private HttpReply reply(PreparedResponse ready, RequestConditions wanted, Site site, long millis) {
        return wanted.simple()
                ? ready.usual(wanted.gzip(), millis, server.replies())
                : repositories.replies(site, ready).of(ready, wanted, ready.label, null, millis);
    }

    private HttpReply malformed(long millis) {
        return server.replies()
                .refusal(400, AnswerTags.NONE, millis, "The request's target is neither a path nor a URL.");
    }

    /** The refusal of a request that is invalid whatever its path; missing if it is valid. */
    private @Nullable HttpReply refusal(
            HttpExchange exchange, MultiMap headers, Site site, String target, @Nullable String path, long millis) {
        HttpMethod method = exchange.request.method();
        if (target.length() > server.limits().url()) {
            return words(exchange, site, path).tooLong(server.limits().url(), millis);
        }
        if (read(method) && RequestTargets.body(headers)) {
            return words(exchange, site, path).unwanted(method, millis);
        }
        boolean pageOfOurs = path != null && server.owns(path, site);
        return server.draining().get() && !pageOfOurs
                ? words(exchange, site, path).draining(millis)
                : null;
    }

    private AnswerRenderer words(HttpExchange exchange, Site site, @Nullable String path) {
        return path == null ? server.replies() : repositories.replies(exchange, site, path);
    }

    /** A request that could not be read: its line or headers are too long, or it is not HTTP. RFC 9110 §15.5. */
    void invalid(HttpServerRequest request) {
        ClientConnection connection = connections.of(request);
        if (connection == null) {
            return;
        }
        HttpExchange exchange = new HttpExchange(request, connection, loop, server, request.uri(), System.nanoTime());
        exchange.last();
        HttpReply reply = server.replies()
                .unreadable(
                        request.decoderResult().cause(),
                        server.limits(),
                        server.clock().millis());
        exchange.send(reply, AnswerTags.NONE, null);
    }

    /** Publishes failures of the loop itself; broken connections are normal. */
    void failed(Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof VertxException)) {
            server.events().publish(new Event.Alarm("http", "a connection failed: " + cause, cause));
        }
    }
}
