package dev.breakwater.http;

import dev.breakwater.address.TrustedProxies.Origin;
import dev.breakwater.auth.Principal;
import dev.breakwater.repository.Site;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Receives the requests to the {@link Annex}: finds out who sends them, takes in what is sent, and sends what is told. */
final class Lobby {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");
    private static final int NUMBER = 9;

    /** What is being taken in lies in memory: so many KiB at once on each event loop. */
    private static final int AT_ONCE = 16 << 10;

    private static final Duration TURN = Duration.ofSeconds(5);

    private final Shop shop;
    private final Doorman doorman;
    private final PageReplies pages;
    private final Semaphore bodies = new Semaphore(AT_ONCE);

    Lobby(Shop shop, Doorman doorman) {
        this.shop = shop;
        this.doorman = doorman;
        this.pages = new PageReplies(shop.replies());
    }

    /** Answers it; to be called on the event loop. */
    void take(Exchange exchange, Site site, String path) {
        HttpServerRequest request = exchange.request;
        String method = request.method().name();
        if (!METHODS.contains(method)) {
            exchange.refuse(
                    shop.replies().notAllowed(shop.clock().millis(), "GET, HEAD, POST, PUT, DELETE"), Label.NONE);
            return;
        }
        int limit = sends(request) ? shop.annex().limit(path) : 0;
        if (!fits(request, limit)) {
            exchange.refuse(
                    shop.replies()
                            .refusal(
                                    413,
                                    Label.NONE,
                                    shop.clock().millis(),
                                    "At most " + limit + " bytes can be sent to " + path + "."),
                    Label.NONE);
            return;
        }
        if (limit > 0) {
            request.pause();
        }
        doorman.admit(exchange, site.access(), who -> enter(exchange, site, who, path, limit));
    }

    private static boolean sends(HttpServerRequest request) {
        return Targets.body(request.headers())
                || (request.getHeader(HttpHeaders.CONTENT_LENGTH) == null && unknown(request));
    }

    /** HTTP/2 need not say how long a body is. */
    private static boolean unknown(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2 && !request.isEnded();
    }

    private static boolean fits(HttpServerRequest request, int limit) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return limit > 0 || !request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        }
        return length.length() <= NUMBER && Long.parseLong(length) <= limit;
    }

    private void enter(Exchange exchange, Site site, Principal who, String path, int limit) {
        var _ = exchange.watch();
        Upload upload = limit == 0 || exchange.request.isEnded()
                ? null
                : new Upload(exchange, shop.limits().idle());
        if (upload != null) {
            upload.begin();
        }
        Thread.ofVirtual().name(path).start(() -> answer(exchange, site, who, path, upload, limit));
    }

    private void answer(Exchange exchange, Site site, Principal who, String path, @Nullable Upload upload, int limit) {
        try {
            byte[] body = upload == null ? new byte[0] : body(upload, limit);
            if (body == null) {
                Reply refusal = shop.replies()
                        .refusal(
                                413,
                                Label.NONE,
                                shop.clock().millis(),
                                "At most " + limit + " bytes can be sent here.");
                exchange.onLoop(() -> exchange.refuse(refusal, Label.NONE), () -> {});
                return;
            }
            tell(exchange, shop.annex().answer(visit(exchange, site, who, path, body)));
        } catch (IOException e) {
            Reply refusal = shop.replies()
                    .refusal(
                            408, Label.NONE, shop.clock().millis(), "What was sent broke off: " + e.getMessage() + ".");
            exchange.onLoop(() -> exchange.refuse(refusal, Label.NONE), () -> {});
        } catch (InterruptedException | RuntimeException | Error e) {
            Reply reply = shop.failure(path, e);
            exchange.onLoop(() -> exchange.send(reply, Label.NONE, null), () -> {});
        }
    }

    /** All that is sent; null where that is too much. */
    private byte @Nullable [] body(Upload upload, int limit) throws IOException, InterruptedException {
        int room = (limit >> 10) + 1;
        if (!bodies.tryAcquire(room, TURN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("too much else is being sent here: send it again");
        }
        long late = System.nanoTime() + shop.limits().idle().toNanos();
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (Buffer bytes = upload.next(); bytes != null; bytes = upload.next()) {
                if (body.size() + bytes.length() > limit) {
                    return null;
                }
                if (System.nanoTime() - late > 0) {
                    throw new IOException("it takes too long");
                }
                body.writeBytes(bytes.getBytes());
            }
            return body.toByteArray();
        } finally {
            bodies.release(room);
        }
    }

    private static Visit visit(Exchange exchange, Site site, Principal who, String path, byte[] body) {
        HttpServerRequest request = exchange.request;
        String query = request.query();
        return new Visit(
                exchange.head() ? "GET" : request.method().name(),
                path,
                query == null ? "" : query,
                request::getHeader,
                base(exchange.origin(), request),
                exchange.remote(),
                who,
                site,
                body);
    }

    /** Where this server was reached, by what proxies tell that are believed. */
    private static String base(Origin origin, HttpServerRequest request) {
        HostAndPort authority = request.authority();
        String arrived = authority == null ? "" : Text.header(authority.toString());
        return (origin.scheme() == null ? request.scheme() : origin.scheme()) + "://"
                + (origin.host() == null ? arrived : origin.host()) + origin.prefix();
    }

    private void tell(Exchange exchange, Page page) {
        long millis = shop.clock().millis();
        switch (page) {
            case Page.Whole whole -> {
                String encodings = exchange.request.getHeader(HttpHeaders.ACCEPT_ENCODING);
                boolean gzip = encodings != null && Wanted.acceptsGzip(encodings);
                Reply reply = pages.of(whole, gzip, millis);
                exchange.onLoop(() -> exchange.send(reply, Label.NONE, null), () -> {});
            }
            case Page.Stream(Feed feed) -> stream(exchange, feed, millis);
        }
    }

    private void stream(Exchange exchange, Feed feed, long millis) {
        if (exchange.head() || shop.draining().get() || !shop.streams().room()) {
            Reply busy = shop.replies().busy("Too many read along here, or this server is stopping.", millis);
            exchange.onLoop(() -> exchange.send(busy, Label.NONE, null), () -> {});
            return;
        }
        EventStream stream = new EventStream(exchange, pages.events(millis));
        shop.streams().add(stream);
        exchange.onLoop(
                () -> {
                    stream.begin();
                    feed.join(stream);
                },
                () -> {});
    }
}
