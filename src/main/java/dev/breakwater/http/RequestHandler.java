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

    private final ServerContext shop;
    private final Context loop;
    private final ConnectionTracker guests;
    private final AccessFilter doorman;
    private final HostCheck hosts;
    private final SystemPages house;
    private final ExtensionHandler lobby;

    RequestHandler(ServerContext shop, Context loop, ConnectionTracker guests) {
        this.shop = shop;
        this.loop = loop;
        this.guests = guests;
        this.doorman = new AccessFilter(shop);
        this.hosts = new HostCheck(shop);
        this.house = new SystemPages(shop);
        this.lobby = new ExtensionHandler(shop, doorman);
    }

    @Override
    public void handle(HttpServerRequest request) {
        long began = System.nanoTime();
        ClientConnection guest = guests.of(request);
        if (guest == null) {
            return;
        }
        String target = request.uri();
        String path = RequestTargets.path(target);
        HttpExchange exchange = new HttpExchange(request, guest, loop, shop, path == null ? target : path, began);
        long millis = shop.clock().millis();
        MultiMap headers = request.headers();
        Site whole = shop.sites().get();
        exchange.from(Forwarded.of(headers, guest, whole.front().proxies()));
        if (misframed(exchange, headers, millis)) {
            return;
        }
        Site site = exchange.origin().client().forwarded() ? whole.throughProxy() : whole;
        HttpReply strange = path == null ? null : hosts.refusal(request, guest, target, path, site, millis);
        if (strange != null) {
            exchange.last();
            exchange.refuse(strange, AnswerTags.NONE);
            return;
        }
        if (path != null
                && target.length() <= shop.limits().url()
                && shop.annex().has(path)) {
            lobby.take(exchange, site, path);
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
            doorman.admit(exchange, site.access(), who -> take(exchange, site, who, path));
        } else if (SystemPages.free(path, site) || (site.access().open() && !SystemPages.guarded(path, site))) {
            serve(exchange, site, Principal.ANONYMOUS, path, headers, millis);
        } else {
            doorman.admit(
                    exchange,
                    site.access(),
                    who -> serve(
                            exchange, site, who, path, headers, shop.clock().millis()));
        }
    }

    /** Refuses what has no certain end. A body over HTTP/1.0 may: Netty takes the first of several lengths there. */
    private boolean misframed(HttpExchange exchange, MultiMap headers, long millis) {
        if (RequestTargets.unframed(headers)) {
            exchange.last();
            exchange.refuse(
                    shop.replies()
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
        PreparedResponse ready = shop.hot().find(path, site, millis);
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
                ? ready.usual(wanted.gzip(), millis, shop.replies())
                : shop.replies().of(ready, wanted, ready.label, null, millis);
    }

    private HttpReply malformed(long millis) {
        return shop.replies()
                .refusal(400, AnswerTags.NONE, millis, "The request's target is neither a path nor a URL.");
    }

    /** Why the request is not served whatever it asks for; missing where it is. */
    private @Nullable HttpReply refusal(
            HttpServerRequest request, MultiMap headers, String target, @Nullable String path, long millis) {
        AnswerRenderer replies = shop.replies();
        HttpMethod method = request.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD) && !method.equals(HttpMethod.PUT)) {
            return replies.notAllowed(millis, ALLOWED);
        }
        if (target.length() > shop.limits().url()) {
            return replies.tooLong(shop.limits().url(), millis);
        }
        if (!put(request) && RequestTargets.body(headers)) {
            return replies.refusal(413, AnswerTags.NONE, millis, "A " + method + " request has no body here.");
        }
        boolean pageOfOurs = path != null && path.startsWith("/-/");
        return shop.draining().get() && !pageOfOurs ? replies.draining(millis) : null;
    }

    private void ask(HttpExchange exchange, Site site, Principal who, String path, long millis) {
        Repository repository = site.repositories().get(RequestTargets.first(path));
        if (repository == null) {
            house.answer(exchange, site, who, path, millis);
            return;
        }
        List<String> via = RequestTargets.nodes(exchange.request.headers().getAll(HttpHeaderNames.VIA));
        if (via.contains(shop.node()) || via.size() > RequestTargets.HOPS) {
            exchange.send(shop.replies().loop(via, millis), AnswerTags.NONE, null);
            return;
        }
        ResponseTask errand = new ResponseTask(shop, exchange, site, path, repository.name(), via);
        try {
            Action action = repository.format().action(new VertxRequest(exchange.request, RequestTargets.rest(path)));
            Subject subject = action.subject();
            if (!doorman.refuses(exchange, site.access(), who, Permission.READ, repository.name(), subject)) {
                if (subject.confidential()) {
                    exchange.about(who, repository.name(), subject, Permission.READ);
                }
                act(errand, exchange, action, millis);
            }
        } catch (RuntimeException e) {
            AnswerTags label = new AnswerTags(repository.name(), "-", RequestResult.ERROR, "-");
            exchange.send(shop.failure(path, e), label, null);
        }
    }

    private void act(ResponseTask errand, HttpExchange exchange, Action action, long millis) {
        switch (action) {
            case Action.Get get -> errand.run(get);
            case Action.Do work -> errand.run(work);
            case Action.Say(Answer.Held held, Subject subject) -> errand.run(new Action.Do(_ -> held, subject, "-"));
            case Action.Say(Answer answer, Subject _) -> {
                AnswerTags label = AnswerTags.of(answer, errand.repository(), "-");
                Answer told = errand.alone() ? answer.confidentially() : answer;
                exchange.send(shop.replies().without(told, label, millis), label, null);
            }
            case Action.Receive _ -> exchange.send(shop.replies().notAllowed(millis, ALLOWED), AnswerTags.NONE, null);
        }
    }

    /** Takes in what a client sends, where there is something to be sent to. */
    private void take(HttpExchange exchange, Site site, Principal who, String path) {
        exchange.by(who);
        long millis = shop.clock().millis();
        Repository repository = site.repositories().get(RequestTargets.first(path));
        if (repository == null) {
            exchange.refuse(shop.replies().notAllowed(millis, ALLOWED), AnswerTags.NONE);
            return;
        }
        try {
            Action action = repository.format().action(new VertxRequest(exchange.request, RequestTargets.rest(path)));
            if (action instanceof Action.Get || action instanceof Action.Do) {
                exchange.refuse(shop.replies().notAllowed(millis, ALLOWED), AnswerTags.NONE);
                return;
            }
            if (doorman.refuses(
                    exchange, site.access(), who, Permission.PUBLISH, repository.name(), action.subject())) {
                return;
            }
            exchange.about(who, repository.name(), action.subject(), Permission.PUBLISH);
            switch (action) {
                case Action.Receive receive -> new UploadHandler(shop, exchange, receive, repository.name(), who).run();
                case Action.Say(Answer answer, Subject _)
                when !(answer instanceof Answer.Held) -> {
                    AnswerTags label = AnswerTags.of(answer, repository.name(), "-");
                    exchange.refuse(shop.replies().without(answer, label, millis), label);
                }
                default -> exchange.refuse(shop.replies().notAllowed(millis, ALLOWED), AnswerTags.NONE);
            }
        } catch (RuntimeException e) {
            exchange.refuse(shop.failure(path, e), AnswerTags.NONE);
        }
    }

    /** A request that could not be read: its line or headers are too long, or it is not HTTP. RFC 9110 §15.5. */
    void invalid(HttpServerRequest request) {
        ClientConnection guest = guests.of(request);
        if (guest == null) {
            return;
        }
        HttpExchange exchange = new HttpExchange(request, guest, loop, shop, request.uri(), System.nanoTime());
        exchange.last();
        HttpReply reply = shop.replies()
                .unreadable(
                        request.decoderResult().cause(),
                        shop.limits(),
                        shop.clock().millis());
        exchange.send(reply, AnswerTags.NONE, null);
    }

    /** Tells of what went wrong on the loop itself; a connection that broke is everyday life. */
    void failed(Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof VertxException)) {
            shop.events().publish(new Event.Alarm("http", "a connection failed: " + cause, cause));
        }
    }
}
