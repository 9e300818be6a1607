package dev.breakwater.http;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Subject;
import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Site;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives the requests of one event loop. A path that is hot is answered at once; any other is handed to its
 * repository's format, and what takes time to an {@link ResponseTask}.
 */
final class RequestHandler implements Handler<HttpServerRequest> {
    private static final String ALLOWED = "GET, HEAD";

    private final ServerContext server;
    private final Context loop;
    private final ConnectionTracker connections;
    private final AccessFilter accessFilter;
    private final HostCheck hosts;
    private final SystemPages systemPages;
    private final ExtensionHandler extensionHandler;

    RequestHandler(ServerContext server, Context loop, ConnectionTracker connections) {
        this.server = server;
        this.loop = loop;
        this.connections = connections;
        this.accessFilter = new AccessFilter(server);
        this.hosts = new HostCheck(server);
        this.systemPages = new SystemPages(server);
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
                new HttpExchange(request, connection, loop, server, path == null ? target : path, began);
        long millis = server.clock().millis();
        MultiMap headers = request.headers();
        Site whole = server.sites().get();
        exchange.from(Forwarded.of(headers, connection, whole.front().proxies()));
        if (misframed(exchange, headers, millis)) {
            return;
        }
        Site site = exchange.origin().client().forwarded() ? whole.throughProxy() : whole;
        HttpReply strange = path == null ? null : hosts.refusal(request, connection, target, path, site, millis);
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
        HttpReply refusal = refusal(request, headers, target, path, millis);
        if (refusal != null || path == null) {
            exchange.last();
            exchange.refuse(refusal == null ? malformed(millis) : refusal, AnswerTags.NONE);
            return;
        }
        if (put(request)) {
            request.pause();
            accessFilter.admit(exchange, site.access(), who -> take(exchange, site, who, path));
        } else if (SystemPages.free(path, site) || (site.access().open() && !SystemPages.guarded(path, site))) {
            serve(exchange, site, Principal.ANONYMOUS, path, headers, millis);
        } else {
            accessFilter.admit(
                    exchange,
                    site.access(),
                    who -> serve(
                            exchange, site, who, path, headers, server.clock().millis()));
        }
    }

    /** Refuses what has no certain end. A body over HTTP/1.0 may: Netty takes the first of several lengths there. */
    private boolean misframed(HttpExchange exchange, MultiMap headers, long millis) {
        if (RequestTargets.unframed(headers)) {
            exchange.last();
            exchange.refuse(
                    server.replies()
                            .refusal(
                                    400,
                                    AnswerTags.NONE,
                                    millis,
                                    "The only transfer coding that is understood is: chunked."),
                    AnswerTags.NONE);
            return true;
        }
        if (exchange.request.version() == HttpVersion.HTTP_1_0 && headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            exchange.last();
        }
        return false;
    }

    private static boolean put(HttpServerRequest request) {
        return request.method().equals(HttpMethod.PUT);
    }

    private void serve(HttpExchange exchange, Site site, Principal who, String path, MultiMap headers, long millis) {
        exchange.by(who);
        PreparedResponse ready = server.hot().find(path, site, millis);
        if (ready != null) {
            if (site.access().may(who, Permission.READ, ready.label.repository(), ready.subject)) {
                if (ready.subject.confidential()) {
                    exchange.about(who, ready.label.repository(), ready.subject, Permission.READ);
                }
                exchange.send(reply(ready, RequestConditions.of(headers), millis), ready.label, ready);
                return;
            }
            // Told by the same lines as of what is not hot, or does not exist.
            ready.release();
        }
        ask(exchange, site, who, path, millis);
    }

    private HttpReply reply(PreparedResponse ready, RequestConditions wanted, long millis) {
        return wanted.simple()
                ? ready.usual(wanted.gzip(), millis, server.replies())
                : server.replies().of(ready, wanted, ready.label, null, millis);
    }

    private HttpReply malformed(long millis) {
        return server.replies()
                .refusal(400, AnswerTags.NONE, millis, "The request's target is neither a path nor a URL.");
    }

    /** Why the request is not served whatever it asks for; missing where it is. */
    private @Nullable HttpReply refusal(
            HttpServerRequest request, MultiMap headers, String target, @Nullable String path, long millis) {
        AnswerRenderer replies = server.replies();
        HttpMethod method = request.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD) && !method.equals(HttpMethod.PUT)) {
            return replies.notAllowed(millis, ALLOWED);
        }
        if (target.length() > server.limits().url()) {
            return replies.tooLong(server.limits().url(), millis);
        }
        if (!put(request) && RequestTargets.body(headers)) {
            return replies.refusal(413, AnswerTags.NONE, millis, "A " + method + " request has no body here.");
        }
        boolean pageOfOurs = path != null && path.startsWith("/-/");
        return server.draining().get() && !pageOfOurs ? replies.draining(millis) : null;
    }

    private void ask(HttpExchange exchange, Site site, Principal who, String path, long millis) {
        Repository repository = site.repositories().get(RequestTargets.first(path));
        if (repository == null) {
            systemPages.answer(exchange, site, who, path, millis);
            return;
        }
        List<String> via = RequestTargets.nodes(exchange.request.headers().getAll(HttpHeaderNames.VIA));
        if (via.contains(server.node()) || via.size() > RequestTargets.HOPS) {
            exchange.send(server.replies().loop(via, millis), AnswerTags.NONE, null);
            return;
        }
        ResponseTask task = new ResponseTask(server, exchange, site, path, repository.name(), via);
        try {
            Action action = repository.format().action(new VertxRequest(exchange.request, RequestTargets.rest(path)));
            Subject subject = action.subject();
            if (!accessFilter.refuses(exchange, site.access(), who, Permission.READ, repository.name(), subject)) {
                if (subject.confidential()) {
                    exchange.about(who, repository.name(), subject, Permission.READ);
                }
                act(task, exchange, action, millis);
            }
        } catch (RuntimeException e) {
            AnswerTags label = new AnswerTags(repository.name(), "-", RequestResult.ERROR, "-");
            exchange.send(server.failure(path, e), label, null);
        }
    }

    private void act(ResponseTask task, HttpExchange exchange, Action action, long millis) {
        switch (action) {
            case Action.Get get -> task.run(get);
            case Action.Do work -> task.run(work);
            case Action.Say(Answer.Held held, Subject subject) -> task.run(new Action.Do(_ -> held, subject, "-"));
            case Action.Say(Answer answer, Subject _) -> {
                AnswerTags label = AnswerTags.of(answer, task.repository(), "-");
                Answer told = task.alone() ? answer.confidentially() : answer;
                exchange.send(server.replies().without(told, label, millis), label, null);
            }
            case Action.Receive _ -> exchange.send(server.replies().notAllowed(millis, ALLOWED), AnswerTags.NONE, null);
        }
    }

    /** Takes in what a client sends, where there is something to be sent to. */
    private void take(HttpExchange exchange, Site site, Principal who, String path) {
        exchange.by(who);
        long millis = server.clock().millis();
        Repository repository = site.repositories().get(RequestTargets.first(path));
        if (repository == null) {
            exchange.refuse(server.replies().notAllowed(millis, ALLOWED), AnswerTags.NONE);
            return;
        }
        try {
            Action action = repository.format().action(new VertxRequest(exchange.request, RequestTargets.rest(path)));
            if (action instanceof Action.Get || action instanceof Action.Do) {
                exchange.refuse(server.replies().notAllowed(millis, ALLOWED), AnswerTags.NONE);
                return;
            }
            if (accessFilter.refuses(
                    exchange, site.access(), who, Permission.PUBLISH, repository.name(), action.subject())) {
                return;
            }
            exchange.about(who, repository.name(), action.subject(), Permission.PUBLISH);
            switch (action) {
                case Action.Receive receive ->
                    new UploadHandler(server, exchange, receive, repository.name(), who).run();
                case Action.Say(Answer answer, Subject _)
                when !(answer instanceof Answer.Held) -> {
                    AnswerTags label = AnswerTags.of(answer, repository.name(), "-");
                    exchange.refuse(server.replies().without(answer, label, millis), label);
                }
                default -> exchange.refuse(server.replies().notAllowed(millis, ALLOWED), AnswerTags.NONE);
            }
        } catch (RuntimeException e) {
            exchange.refuse(server.failure(path, e), AnswerTags.NONE);
        }
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

    /** Tells of what went wrong on the loop itself; a connection that broke is everyday life. */
    void failed(Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof VertxException)) {
            server.events().publish(new Event.Alarm("http", "a connection failed: " + cause, cause));
        }
    }
}
