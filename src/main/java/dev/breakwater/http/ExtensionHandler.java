package dev.breakwater.http;

import dev.breakwater.auth.Principal;
import dev.breakwater.repository.Site;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** The handler of requests to the {@link Extension}: authenticates them, reads their bodies, and sends the replies. */
final class ExtensionHandler {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");
    private static final int NUMBER = 9;

    /** The memory of a body beside its bytes. */
    private static final long SMALLEST = 4 << 10;

    private final ServerContext server;
    private final AccessFilter accessFilter;
    private final PageRenderer pages;

    ExtensionHandler(ServerContext server, AccessFilter accessFilter) {
        this.server = server;
        this.accessFilter = accessFilter;
        this.pages = new PageRenderer(server.replies());
    }

    /** Answers it; call it on the event loop. */
    void take(HttpExchange exchange, Site site, String path) {
        HttpServerRequest request = exchange.request;
        String method = request.method().name();
        if (!METHODS.contains(method)) {
            exchange.refuse(
                    server.replies().notAllowed(server.clock().millis(), "GET, HEAD, POST, PUT, DELETE"),
                    AnswerTags.NONE);
            return;
        }
        int limit = sends(request) ? server.extension().limit(path) : 0;
        if (!fits(request, limit)) {
            exchange.refuse(
                    server.replies()
                            .refusal(
                                    413,
                                    AnswerTags.NONE,
                                    server.clock().millis(),
                                    "The body for " + path + " has at most " + limit + " bytes."),
                    AnswerTags.NONE);
            return;
        }
        if (limit > 0) {
            request.pause();
        }
        accessFilter.admit(exchange, site.access(), server::replies, who -> enter(exchange, site, who, path, limit));
    }

    private static boolean sends(HttpServerRequest request) {
        return RequestTargets.body(request.headers())
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

    private void enter(HttpExchange exchange, Site site, Principal who, String path, int limit) {
        var _ = exchange.watch();
        boolean sends = limit > 0 && !exchange.request.isEnded();
        Thread.ofVirtual().name(path).start(() -> {
            try {
                answer(exchange, site, who, path, sends ? limit : 0);
            } catch (InterruptedException | RuntimeException | Error e) {
                HttpReply reply = server.failure(path, e);
                exchange.onLoop(() -> exchange.refuse(reply, AnswerTags.NONE), () -> {});
            }
        });
    }

    private void answer(HttpExchange exchange, Site site, Principal who, String path, int limit)
            throws InterruptedException {
        ExtensionRequest head = visit(exchange, site, who, path, new byte[0]);
        if (limit == 0) {
            tell(exchange, head, server.extension().answer(head));
            return;
        }
        ExtensionReply refusal = server.extension().refusal(head);
        if (refusal != null) {
            turnAway(exchange, refusal);
            return;
        }
        byte[] body = taken(exchange, who, limit);
        if (body != null) {
            ExtensionRequest whole = visit(exchange, site, who, path, body);
            tell(exchange, whole, server.extension().answer(whole));
        }
    }

    /** Answers a request without reading its body. */
    private void turnAway(HttpExchange exchange, ExtensionReply page) {
        if (page instanceof ExtensionReply.WholePage whole) {
            HttpReply reply = pages.of(whole, false, server.clock().millis());
            exchange.onLoop(() -> exchange.refuse(reply, AnswerTags.NONE), () -> {});
        }
    }

    /** The body, once there is room for it; null if it was refused. */
    private byte @Nullable [] taken(HttpExchange exchange, Principal who, int limit) throws InterruptedException {
        FairShare shares =
                who.anonymous() ? server.rooms().strangers() : server.rooms().known();
        String sender = who.anonymous() ? exchange.network() : who.name();
        String length = exchange.request.getHeader(HttpHeaders.CONTENT_LENGTH);
        long room = SMALLEST + (length == null ? limit : Long.parseLong(length));
        RequestBody upload = new RequestBody(exchange, server.limits().body());
        BlockingQueue<Boolean> begun = new ArrayBlockingQueue<>(1);
        exchange.onLoop(
                () -> {
                    boolean fits = shares.take(sender, room);
                    // Whatever happens below, the body's reader consumes the bytes and releases the room.
                    begun.add(fits);
                    if (fits) {
                        upload.begin();
                    } else {
                        HttpReply busy = server.replies()
                                .busy(
                                        "Too many bytes are being sent from your address: retry.",
                                        server.clock().millis());
                        exchange.refuse(busy, AnswerTags.NONE);
                    }
                },
                () -> begun.add(false));
        if (!begun.take()) {
            return null;
        }
        try {
            byte[] body = body(upload, limit);
            if (body == null) {
                refuse(exchange, 413, "The body has at most " + limit + " bytes.");
            }
            return body;
        } catch (IOException e) {
            refuse(exchange, 408, "The request body broke off: " + e.getMessage() + ".");
            return null;
        } finally {
            exchange.onLoop(() -> shares.give(sender, room), () -> {});
        }
    }

    private void refuse(HttpExchange exchange, int status, String why) {
        HttpReply reply =
                server.replies().refusal(status, AnswerTags.NONE, server.clock().millis(), why);
        exchange.onLoop(() -> exchange.refuse(reply, AnswerTags.NONE), () -> {});
    }

    /** The whole body; null if it is too long. */
    private byte @Nullable [] body(RequestBody upload, int limit) throws IOException, InterruptedException {
        long late = System.nanoTime() + server.limits().body().toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (ByteBuffer bytes = upload.next(late); bytes != null; bytes = upload.next(late)) {
            byte[] some = new byte[bytes.remaining()];
            if (body.size() + some.length > limit) {
                return null;
            }
            bytes.get(some);
            body.writeBytes(some);
        }
        return body.toByteArray();
    }

    private static ExtensionRequest visit(HttpExchange exchange, Site site, Principal who, String path, byte[] body) {
        HttpServerRequest request = exchange.request;
        String query = request.query();
        return new ExtensionRequest(
                exchange.head() ? "GET" : request.method().name(),
                path,
                query == null ? "" : query,
                request::getHeader,
                exchange.reached(),
                exchange.remote(),
                who,
                site,
                body);
    }

    private void tell(HttpExchange exchange, ExtensionRequest visit, ExtensionReply page) {
        long millis = server.clock().millis();
        switch (page) {
            case ExtensionReply.WholePage whole -> {
                String encodings = exchange.request.getHeader(HttpHeaders.ACCEPT_ENCODING);
                boolean gzip = encodings != null && RequestConditions.acceptsGzip(encodings);
                HttpReply reply = pages.of(whole, gzip, millis);
                exchange.onLoop(() -> exchange.send(reply, AnswerTags.NONE, null), () -> {});
            }
            case ExtensionReply.Stream(Feed feed) -> stream(exchange, visit, feed, millis);
        }
    }

    private void stream(HttpExchange exchange, ExtensionRequest visit, Feed feed, long millis) {
        EventStream stream = new EventStream(exchange, pages.events(millis), visit.reader(), visit.administers());
        if (exchange.head() || server.draining().get() || !server.streams().join(stream)) {
            HttpReply busy = server.replies()
                    .busy("Too many clients have this page open, or this server is stopping: retry.", millis);
            exchange.onLoop(() -> exchange.send(busy, AnswerTags.NONE, null), () -> {});
            return;
        }
        exchange.onLoop(
                () -> {
                    stream.begin();
                    feed.join(stream);
                },
                () -> {});
    }
}
