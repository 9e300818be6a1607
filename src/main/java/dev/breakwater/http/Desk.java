package dev.breakwater.http;

import dev.breakwater.event.Event;
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
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives the requests of one event loop. A path that is hot is answered at once; any other is handed to its
 * repository's format, and what takes time to an {@link Errand}.
 */
final class Desk implements Handler<HttpServerRequest> {
    private final Shop shop;
    private final Context loop;
    private final Guests guests;

    Desk(Shop shop, Context loop, Guests guests) {
        this.shop = shop;
        this.loop = loop;
        this.guests = guests;
    }

    @Override
    public void handle(HttpServerRequest request) {
        long began = System.nanoTime();
        Guest guest = guests.of(request);
        if (guest == null) {
            return;
        }
        String target = request.uri();
        String path = Targets.path(target);
        Exchange exchange = new Exchange(request, guest, loop, shop.events(), path == null ? target : path, began);
        long millis = shop.clock().millis();
        MultiMap headers = request.headers();
        Reply refusal = refusal(request, headers, target, path, millis);
        if (refusal != null || path == null) {
            exchange.last();
            exchange.send(refusal == null ? malformed(millis) : refusal, Label.NONE, null);
            return;
        }
        Site site = shop.sites().get();
        Ready ready = shop.hot().find(path, site, millis);
        if (ready != null) {
            exchange.send(reply(ready, Wanted.of(headers), millis), ready.label, ready);
            return;
        }
        ask(exchange, site, path, millis);
    }

    private Reply reply(Ready ready, Wanted wanted, long millis) {
        return wanted.simple()
                ? ready.usual(wanted.gzip(), millis, shop.replies())
                : shop.replies().of(ready, wanted, ready.label, null, millis);
    }

    private Reply malformed(long millis) {
        return shop.replies().refusal(400, Label.NONE, millis, "The request's target is neither a path nor a URL.");
    }

    /** Why the request is not served whatever it asks for; missing where it is. */
    private @Nullable Reply refusal(
            HttpServerRequest request, MultiMap headers, String target, @Nullable String path, long millis) {
        Replies replies = shop.replies();
        HttpMethod method = request.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            return replies.notAllowed(millis);
        }
        if (target.length() > shop.limits().url()) {
            return replies.tooLong(shop.limits().url(), millis);
        }
        if (hasBody(headers)) {
            return replies.refusal(413, Label.NONE, millis, "A " + method + " request has no body here.");
        }
        boolean pageOfOurs = path != null && path.startsWith("/-/");
        return shop.draining().get() && !pageOfOurs ? replies.draining(millis) : null;
    }

    private static boolean hasBody(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0")) || headers.contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private void ask(Exchange exchange, Site site, String path, long millis) {
        Repository repository = site.repositories().get(Targets.first(path));
        if (repository == null) {
            elsewhere(exchange, site, path, millis);
            return;
        }
        List<String> via = Targets.nodes(exchange.request.headers().getAll(HttpHeaderNames.VIA));
        if (via.contains(shop.node()) || via.size() > Targets.HOPS) {
            exchange.send(shop.replies().loop(via, millis), Label.NONE, null);
            return;
        }
        Errand errand = new Errand(shop, exchange, site, path, repository.name(), via);
        try {
            act(errand, exchange, repository.format().action(new Asked(exchange.request, Targets.rest(path))), millis);
        } catch (RuntimeException e) {
            exchange.send(shop.failure(path, e), Label.NONE, null);
        }
    }

    private void act(Errand errand, Exchange exchange, Action action, long millis) {
        switch (action) {
            case Action.Get get -> errand.run(get);
            case Action.Do(Action.Task task) -> errand.run(task);
            case Action.Say(Answer.Held held) -> errand.run(() -> held);
            case Action.Say(Answer answer) -> {
                Label label = Label.of(answer, errand.repository(), "-");
                exchange.send(shop.replies().without(answer, label, millis), label, null);
            }
        }
    }

    /** What belongs to no repository: the server's own pages, and what was meant otherwise. */
    private void elsewhere(Exchange exchange, Site site, String path, long millis) {
        switch (path) {
            case "/" -> exchange.send(Pages.home(shop.replies(), exchange.request, site, millis), Label.NONE, null);
            case "/-/live" -> exchange.send(Pages.live(shop.replies(), millis), Label.NONE, null);
            case "/-/ready" ->
                own(
                        exchange,
                        () -> Pages.ready(
                                shop.replies(),
                                unready(),
                                shop.status().degraded(),
                                shop.clock().millis()));
            case "/-/metrics" ->
                own(
                        exchange,
                        () -> Pages.metrics(
                                shop.replies(),
                                shop.status().metrics(),
                                shop.clock().millis()));
            default -> exchange.send(Pages.unknown(shop.replies(), site, path, millis), Label.NONE, null);
        }
    }

    private List<String> unready() {
        return shop.draining().get()
                ? List.of("is shutting down")
                : shop.status().unready();
    }

    /** Makes a page of our own on a virtual thread. */
    private void own(Exchange exchange, java.util.function.Supplier<Reply> page) {
        exchange.watch();
        Thread.ofVirtual().name("page").start(() -> {
            Reply reply = shop.guarded(exchange.target(), page);
            exchange.onLoop(() -> exchange.send(reply, Label.NONE, null), () -> {});
        });
    }

    /** A request that could not be read: its line or headers are too long, or it is not HTTP. RFC 9110 §15.5. */
    void invalid(HttpServerRequest request) {
        Guest guest = guests.of(request);
        if (guest == null) {
            return;
        }
        Exchange exchange = new Exchange(request, guest, loop, shop.events(), request.uri(), System.nanoTime());
        exchange.last();
        Reply reply = shop.replies()
                .unreadable(
                        request.decoderResult().cause(),
                        shop.limits(),
                        shop.clock().millis());
        exchange.send(reply, Label.NONE, null);
    }

    /** Tells of what went wrong on the loop itself; a connection that broke is everyday life. */
    void failed(Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof VertxException)) {
            shop.events().publish(new Event.Alarm("http", "a connection failed: " + cause, cause));
        }
    }
}
