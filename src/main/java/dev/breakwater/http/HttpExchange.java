package dev.breakwater.http;

import dev.breakwater.address.TrustedProxies.RequestOrigin;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Subject;
import dev.breakwater.event.Event;
import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.Site;
import dev.breakwater.web.Cancellation;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One request and its response. Used only on its event loop, except {@link #onLoop} and {@link #gone}. */
final class HttpExchange {
    private static final int CLIENT_WENT_AWAY = 499;
    private static final long INTERNAL_ERROR = 0x2;
    private static final long REFUSED_STREAM = 0x7;
    private static final long LINGERING = 2_000;
    private static final int BUSY = 503;

    /** The least memory of an answer that waits: its stream, its headers. In bytes. */
    private static final long SMALLEST = 16 << 10;

    final HttpServerRequest request;
    private final ClientConnection connection;
    private final Context loop;
    private final ServerContext server;
    private final String target;
    private final long began;

    private volatile boolean gone;
    private boolean last;
    private boolean unread;
    private boolean over;
    private RequestOrigin origin;
    private Principal who = Principal.ANONYMOUS;
    private @Nullable About about;

    /** The request's data for the audit log. */
    private record About(Principal principal, String repository, Subject subject, Permission what) {}

    HttpExchange(
            HttpServerRequest request,
            ClientConnection connection,
            Context loop,
            ServerContext server,
            String target,
            long began) {
        this.request = request;
        this.connection = connection;
        this.loop = loop;
        this.server = server;
        this.target = target;
        this.began = began;
        this.origin = connection.direct;
        connection.begin();
    }

    /** The path as it was sent, but for secrets in it: for logs. */
    String target() {
        return target;
    }

    /** Sets its origin, from the headers of proxies. */
    void from(RequestOrigin told) {
        origin = told;
    }

    /** Its origin. */
    RequestOrigin origin() {
        return origin;
    }

    /** The client's address. */
    String remote() {
        return origin.client().text();
    }

    /** The address of this server that the client used, from the headers of trusted proxies; without a trailing slash. */
    String reached() {
        String named = HostCheck.authority(request);
        String arrived = named == null ? "" : HeaderText.header(named.toLowerCase(Locale.ROOT));
        return (origin.scheme() == null ? request.scheme() : origin.scheme()) + "://"
                + (origin.host() == null ? arrived : origin.host()) + origin.prefix();
    }

    /** The address of {@code repository} as the client reaches it. */
    BaseUrl base(Site site, String repository) {
        if (!origin.equals(connection.direct)) {
            return site.base(reached(), repository, port());
        }
        String named = HostCheck.authority(request);
        BaseUrl known = connection.base(site, repository, named);
        if (known != null) {
            return known;
        }
        BaseUrl base = site.base(reached(), repository, port());
        connection.reaches(site, repository, named, base);
        return base;
    }

    /** The port that the request came to. */
    int port() {
        SocketAddress local = request.localAddress();
        return local == null ? -1 : local.port();
    }

    /** Sets the caller. */
    void by(Principal principal) {
        who = principal;
    }

    /** Sets the data for the audit log. */
    void about(Principal principal, String repository, Subject subject, Permission what) {
        about = new About(principal, repository, subject, what);
    }

    boolean head() {
        return request.method().equals(HttpMethod.HEAD);
    }

    /**
     * Watches from now on for the client's disconnect. Not needed if the whole answer is written at once.
     *
     * @return is cancelled at the disconnect
     */
    Cancellation watch() {
        Cancellation left = new Cancellation();
        HttpServerResponse response = request.response();
        response.exceptionHandler(_ -> left(left));
        response.closeHandler(_ -> left(left));
        return left;
    }

    private void left(Cancellation left) {
        gone = true;
        left.cancel();
    }

    /** Whether the client is known to have gone away. Thread-safe. */
    boolean gone() {
        return gone;
    }

    /** Runs {@code task} on the event loop; if that has ended, runs {@code otherwise} here. */
    void onLoop(Runnable task, Runnable otherwise) {
        try {
            loop.runOnContext(_ -> task.run());
        } catch (RejectedExecutionException e) {
            otherwise.run();
        }
    }

    /** Sends all of a reply; {@code held}, if there is one, is released when that is done or has failed. */
    void send(HttpReply reply, AnswerTags label, @Nullable PreparedResponse held) {
        if (gone) {
            release(held);
            over(CLIENT_WENT_AWAY, 0, label);
            return;
        }
        switch (head() ? ReplyBody.Empty.NOTHING : reply.content()) {
            case ReplyBody.Memory(Buffer bytes)
            when fits(bytes.length()) -> {
                head(reply).end(bytes);
                release(held);
                over(reply.status(), bytes.length(), label);
            }
            case ReplyBody.Memory memory ->
                chunks(reply, memory.bytes().length(), memory.bytes().length(), label, held);
            case ReplyBody.Section section
            when SendfileSender.possible(request) -> {
                head(reply);
                SendfileSender.send(request, section, all -> sent(all, reply.status(), section.length(), label, held));
            }
            case ReplyBody.Section section ->
                chunks(reply, section.length(), Math.min(TransferBuffer.SIZE, section.length()), label, held);
            case ReplyBody.Empty _ -> {
                head(reply).end();
                release(held);
                over(reply.status(), 0, label);
            }
            case ReplyBody.Decoded _, ReplyBody.Arriving _ ->
                throw new IllegalStateException("its length is unknown: GrowingSender sends it");
        }
    }

    /** Whether the connection accepts so many bytes at once. */
    private boolean fits(int bytes) {
        return bytes == 0 || (bytes <= TransferBuffer.SIZE && SendWindow.of(request, bytes) == bytes);
    }

    /** Sends the reply piece by piece; {@code memory} is how many of its bytes are in memory until it is sent. */
    private void chunks(HttpReply reply, long length, long memory, AnswerTags label, @Nullable PreparedResponse held) {
        long room = Math.max(memory, SMALLEST);
        if (!take(room)) {
            release(held);
            refuseForRoom(label);
            return;
        }
        head(reply);
        ChunkedSender.send(request, connection, loop, reply.content(), length, all -> {
            give(room);
            sent(all, reply.status(), length, label, held);
        });
    }

    /** Answers that there is no memory for the answer: in few bytes, or by refusing the stream, so that a client retries. */
    void refuseForRoom(AnswerTags label) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(REFUSED_STREAM);
            over(BUSY, 0, label);
            return;
        }
        HttpReply busy = server.replies()
                .busy(
                        "Too many answers wait for their clients to read them: retry.",
                        server.clock().millis());
        head(busy).end(busy.content() instanceof ReplyBody.Memory(Buffer bytes) ? bytes : Buffer.buffer());
        over(busy.status(), 0, label);
    }

    /** Reserves memory for an answer of which {@code bytes} may be in memory; false if there is none for this client. */
    boolean take(long bytes) {
        return connection.take(network(), bytes);
    }

    /** Releases the reserved memory. */
    void give(long bytes) {
        connection.give(network(), bytes);
    }

    /** The client's line for shared limits. */
    String network() {
        String client = remote();
        return client.equals(connection.remote) ? connection.network : Network.of(client);
    }

    /** The connection. */
    ClientConnection connection() {
        return connection;
    }

    private static void release(@Nullable PreparedResponse held) {
        if (held != null) {
            held.release();
        }
    }

    private void sent(boolean all, int status, long bytes, AnswerTags label, @Nullable PreparedResponse held) {
        release(held);
        if (all) {
            over(status, bytes, label);
            return;
        }
        abort();
        over(CLIENT_WENT_AWAY, 0, label);
    }

    /** Puts status and headers into the response. */
    HttpServerResponse head(HttpReply reply) {
        HttpServerResponse response = request.response();
        if (reply.status() != 200) {
            response.setStatusCode(reply.status());
        }
        response.headers().setAll(reply.headers());
        return closing(response);
    }

    private HttpServerResponse closing(HttpServerResponse response) {
        if (last && request.version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            response.endHandler(_ -> hangUp());
        }
        return response;
    }

    /**
     * Closes the connection; if the client may still be sending, only after it had the time to read the answer: bytes that
     * arrive after a close would make its system discard the answer.
     */
    private void hangUp() {
        if (!unread || request.isEnded()) {
            var _ = request.connection().close();
            return;
        }
        discard();
        request.endHandler(_ -> request.connection().close());
        loop.owner().setTimer(LINGERING, _ -> request.connection().close());
    }

    private void discard() {
        if (request.isEnded()) {
            return;
        }
        request.handler(_ -> {});
        request.exceptionHandler(_ -> {});
        request.resume();
    }

    /** Has an HTTP/1 connection closed after the response. */
    void last() {
        last = true;
    }

    /** Sends a reply to a request whose body was not read to its end: over HTTP/1 nothing can follow on that connection. */
    void refuse(HttpReply reply, AnswerTags label) {
        boolean more = sends() && !gone && !request.isEnded();
        if (more) {
            unread = true;
            last();
        }
        send(reply, label, null);
        if (more && request.version() == HttpVersion.HTTP_2) {
            discard();
        }
    }

    /** Whether the request has a body. */
    private boolean sends() {
        boolean asks = request.method().equals(HttpMethod.GET) || head();
        return request.method().equals(HttpMethod.PUT) || (!asks && RequestTargets.body(request.headers()));
    }

    /** Aborts the response so that it can't pass for complete: resets the stream, or closes the connection. */
    void abort() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(INTERNAL_ERROR);
        } else {
            request.connection().close();
        }
    }

    /** Declares that nothing more will be sent. */
    void over(int status, long bytes, AnswerTags label) {
        if (over) {
            return;
        }
        over = true;
        connection.end();
        About what = about;
        server.events()
                .publish(new Event.Served(
                        remote(),
                        request.method().name(),
                        target,
                        label.repository(),
                        label.kind(),
                        label.result(),
                        label.upstream(),
                        status,
                        bytes,
                        Duration.ofNanos(System.nanoTime() - began),
                        who.name(),
                        label.spared(),
                        what != null && what.subject.confidential()));
        if (what != null) {
            server.events()
                    .publish(new Event.Audited(
                            what.principal.name(),
                            what.principal.credential(),
                            remote(),
                            what.what.written(),
                            what.repository,
                            what.subject.name(),
                            target,
                            status,
                            label.result(),
                            bytes));
        }
    }

    /** As {@link #over}, if the client went away first. */
    void overWithoutClient(long bytes, AnswerTags label) {
        over(CLIENT_WENT_AWAY, bytes, label);
    }
}
