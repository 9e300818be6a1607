package dev.breakwater.http;

import dev.breakwater.auth.Permission;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.Timing;
import dev.breakwater.fetch.UpstreamReport;
import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.Wording;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders answers as responses: the only place that maps an answer to a status. RFC 9110 §15, RFC 9111 §5. */
final class AnswerRenderer {
    private static final CharSequence X_BREAKWATER = HttpHeaders.createOptimized("x-breakwater");
    private static final CharSequence VIA = HttpHeaders.createOptimized("via");
    private static final CharSequence AGE = HttpHeaders.createOptimized("age");
    private static final CharSequence SERVER_TIMING = HttpHeaders.createOptimized("server-timing");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence NO_GUESSING = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
    private static final CharSequence BYTES = HttpHeaders.createOptimized("bytes");

    /** For pages of the server itself, whose wording names no address. */
    private static final BaseUrl NO_REPOSITORY = new BaseUrl("", false);

    private final CharSequence via;
    private final Wording wording;
    private final FormatHeaders own;
    private final Supplier<BaseUrl> base;

    AnswerRenderer(String node) {
        this(HttpHeaders.createOptimized("1.1 " + node), Wording.plain(), FormatHeaders.NONE, () -> NO_REPOSITORY);
    }

    private AnswerRenderer(CharSequence via, Wording wording, FormatHeaders own, Supplier<BaseUrl> base) {
        this.via = via;
        this.wording = wording;
        this.own = own;
        this.base = base;
    }

    /** The same with a repository's wording. */
    AnswerRenderer in(Wording words) {
        return words.equals(wording) ? this : new AnswerRenderer(via, words, own, base);
    }

    /** The same with wording and headers of a repository that the client reaches at {@code address}. */
    AnswerRenderer in(Wording words, FormatHeaders headers, Supplier<BaseUrl> address) {
        return new AnswerRenderer(via, words, headers, address);
    }

    /** The headers that the format adds to each answer. */
    FormatHeaders own() {
        return own;
    }

    /** The response to {@code wanted} from {@code ready} at {@code millis}: 200, 206, 304 or 416. */
    HttpReply of(
            PreparedResponse ready,
            RequestConditions wanted,
            AnswerTags label,
            @Nullable List<Timing> spans,
            long millis) {
        PreparedResponse.Variant form = ready.form(wanted);
        if (wanted.alreadyHas(form.etag(), ready.modified)) {
            return unchanged(ready, form, label, millis);
        }
        if (wanted.range() == null || form.length() < 0 || !wanted.rangeHolds(form.etag(), ready.rangeDate())) {
            return whole(ready, ready.form(wanted.gzip()), label, spans, millis);
        }
        return switch (Ranges.of(wanted.range(), form.length())) {
            case Ranges.Everything _ -> whole(ready, form, label, spans, millis);
            case Ranges.Part part -> part(ready, form, part, label, spans, millis);
            case Ranges.Unsatisfiable _ -> unsatisfiable(ready, form.length(), label, millis);
        };
    }

    /** All of it. */
    HttpReply whole(
            PreparedResponse ready,
            PreparedResponse.Variant form,
            AnswerTags label,
            @Nullable List<Timing> spans,
            long millis) {
        MultiMap headers = described(ready, form, label, millis).set(HttpHeaders.CONTENT_TYPE, ready.type);
        if (form.length() >= 0) {
            headers.set(HttpHeaders.CONTENT_LENGTH, Long.toString(form.length()))
                    .set(HttpHeaders.ACCEPT_RANGES, BYTES);
        }
        encoded(headers, form);
        timed(headers, spans);
        return new HttpReply(200, headers.copy(false), form.content());
    }

    private static void encoded(MultiMap headers, PreparedResponse.Variant form) {
        if (form.encoding() != null) {
            headers.set(HttpHeaders.CONTENT_ENCODING, form.encoding());
        }
    }

    private HttpReply part(
            PreparedResponse ready,
            PreparedResponse.Variant form,
            Ranges.Part part,
            AnswerTags label,
            @Nullable List<Timing> spans,
            long millis) {
        long last = part.from() + part.length() - 1;
        MultiMap headers = described(ready, form, label, millis)
                .set(HttpHeaders.CONTENT_TYPE, ready.type)
                .set(HttpHeaders.CONTENT_LENGTH, Long.toString(part.length()))
                .set(HttpHeaders.CONTENT_RANGE, "bytes " + part.from() + "-" + last + "/" + form.length());
        encoded(headers, form);
        timed(headers, spans);
        ReplyBody content = switch (form.content()) {
            case ReplyBody.Memory(Buffer bytes) ->
                new ReplyBody.Memory(bytes.slice((int) part.from(), (int) (last + 1)));
            case ReplyBody.Section section ->
                new ReplyBody.Section(section.file(), section.from() + part.from(), part.length());
            case ReplyBody.Arriving growing -> growing;
            case ReplyBody.Decoded decoded -> decoded;
            case ReplyBody.Empty nothing -> nothing;
        };
        return new HttpReply(206, headers.copy(false), content);
    }

    private HttpReply unchanged(PreparedResponse ready, PreparedResponse.Variant form, AnswerTags label, long millis) {
        return new HttpReply(304, described(ready, form, label, millis).copy(false), ReplyBody.Empty.NOTHING);
    }

    private HttpReply unsatisfiable(PreparedResponse ready, long length, AnswerTags label, long millis) {
        byte[] body =
                wording.error(416, List.of("The range is not satisfiable: the content has " + length + " bytes."));
        MultiMap headers = told(label, "no-store", millis, body).set(HttpHeaders.CONTENT_RANGE, "bytes */" + length);
        ready.own.addTo(headers, label);
        return reply(416, headers, body);
    }

    /** The headers of the content, sent with and without it: RFC 9110 §15.4.5. */
    private MultiMap described(PreparedResponse ready, PreparedResponse.Variant form, AnswerTags label, long millis) {
        MultiMap headers = signed(label, millis)
                .set(HttpHeaders.CACHE_CONTROL, ready.cacheControl)
                .set(HttpHeaders.LAST_MODIFIED, ready.lastModified);
        if (form.etag() != null) {
            headers.set(HttpHeaders.ETAG, form.etag());
        }
        if (ready.vary != null) {
            headers.set(HttpHeaders.VARY, ready.vary);
        }
        ready.own.addTo(headers, label);
        ready.headers.forEach(header -> headers.set(header.getKey(), header.getValue()));
        if (ready.lifetime > 0 && !ready.provisional && ready.cacheableUntil > millis) {
            long age = ready.lifetime - (ready.cacheableUntil - millis) / 1000;
            headers.set(AGE, Long.toString(Math.clamp(age, 0, ready.lifetime)));
        }
        return headers;
    }

    /** Content that is still arriving: its length may be unknown, and it has no tag yet. */
    HttpReply growing(Answer.Held held, Body.Growing body, AnswerTags label, long millis) {
        return new HttpReply(200, coming(held, label, millis), new ReplyBody.Arriving(body.tail(), body.length()));
    }

    /** The head alone of content that is not whole here. */
    HttpReply head(Answer.Held held, AnswerTags label, long millis) {
        return new HttpReply(200, coming(held, label, millis), ReplyBody.Empty.NOTHING);
    }

    private MultiMap coming(Answer.Held held, AnswerTags label, long millis) {
        long length = held.body().length();
        MultiMap headers = signed(label, millis)
                .set(HttpHeaders.CONTENT_TYPE, HeaderText.header(held.content().type()))
                .set(HttpHeaders.CACHE_CONTROL, PreparedResponse.cacheControl(held));
        CharSequence vary = PreparedResponse.vary(held, false);
        if (vary != null) {
            headers.set(HttpHeaders.VARY, vary);
        }
        PreparedResponse.headers(held).forEach(header -> headers.set(header.getKey(), header.getValue()));
        if (length >= 0) {
            headers.set(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        }
        timed(headers, held.cache().timings());
        return headers.copy(false);
    }

    /** Everything but {@link Answer.Held}. */
    HttpReply without(Answer answer, AnswerTags label, long millis) {
        return switch (answer) {
            case Answer.Held _ -> throw new IllegalArgumentException("has content");
            case Answer.Absent absent -> absent(absent, label, millis);
            case Answer.Done done -> done(done, label, millis);
            case Answer.Refused refused -> refused(refused, label, millis);
            case Answer.Malformed(String why) -> text(400, label, "no-store", List.of(why), millis);
            case Answer.Trouble trouble -> trouble(trouble, label, millis);
        };
    }

    private HttpReply refused(Answer.Refused refused, AnswerTags label, long millis) {
        if (refused.reason() == Answer.RefusalReason.UNKNOWN_SENDER) {
            return unauthorised(label, millis, List.of(refused.why()));
        }
        int status = status(refused.reason());
        byte[] body = wording.error(status, refused.code(), List.of(refused.why()));
        MultiMap headers = told(label, "no-store", millis, body);
        refused.headers().forEach((name, value) -> headers.set(name, HeaderText.header(value)));
        return reply(status, headers, body);
    }

    /** RFC 9110 §15.5, RFC 4918 §11.5. */
    private static int status(Answer.RefusalReason reason) {
        return switch (reason) {
            case FORBIDDEN -> 403;
            case UNKNOWN_SENDER -> 401;
            case CONFLICT -> 409;
            case UNFIT -> 422;
            case NO_SPACE -> 507;
            case INVALID -> 400;
            case TOO_LARGE -> 413;
            case OUT_OF_ORDER -> 416;
            case NOT_SUPPORTED -> 405;
        };
    }

    /** RFC 9110 §15.3. */
    private static int status(Answer.Completion how) {
        return switch (how) {
            case OK, UNCHANGED -> 200;
            case CREATED -> 201;
            case ACCEPTED -> 202;
            case NO_CONTENT -> 204;
        };
    }

    private HttpReply done(Answer.Done done, AnswerTags label, long millis) {
        MultiMap headers = signed(label, millis).set(HttpHeaders.CACHE_CONTROL, "no-store");
        if (done.how() != Answer.Completion.NO_CONTENT) {
            headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(done.body().length));
        }
        if (!done.type().isEmpty()) {
            headers.set(HttpHeaders.CONTENT_TYPE, HeaderText.header(done.type()));
        }
        done.headers().forEach((name, value) -> headers.set(name, HeaderText.header(value)));
        return reply(status(done.how()), headers, done.body());
    }

    private HttpReply absent(Answer.Absent absent, AnswerTags label, long millis) {
        byte[] body = wording.error(404, List.of(absent.why()));
        long keep = absent.keep().toSeconds();
        String whose = absent.confidential() ? "private" : "public";
        MultiMap headers = told(label, keep > 0 ? whose + ", max-age=" + keep : "no-store", millis, body);
        if (absent.confidential()) {
            headers.set(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
        }
        return reply(404, headers, body);
    }

    private HttpReply trouble(Answer.Trouble trouble, AnswerTags label, long millis) {
        List<String> parts = new ArrayList<>();
        parts.add(trouble.why());
        for (UpstreamReport testimony : trouble.said()) {
            parts.add(testimony.upstream() + ": "
                    + testimony.said().lines().findFirst().orElse("nothing"));
        }
        int status = trouble.fallThrough() ? 404 : 503;
        byte[] body = wording.error(status, parts);
        MultiMap headers = told(label, "no-store", millis, body);
        if (trouble.fallThrough()) {
            return reply(status, headers, body);
        }
        return reply(status, headers.set(RETRY_AFTER, seconds(trouble.retryAfter())), body);
    }

    /** A refusal or an error of the HTTP server itself: never cached by a client. */
    HttpReply refusal(int status, AnswerTags label, long millis, String... why) {
        return text(status, label, "no-store", List.of(why), millis);
    }

    /**
     * Credentials are missing or wrong; the answer says which kinds are supported: RFC 9110 §11.6.1. The go command sends the
     * credentials of its {@code .netrc} at once, or after any 4xx; other clients need this response.
     */
    HttpReply unauthorised(String why, long millis) {
        return unauthorised(
                AnswerTags.NONE,
                millis,
                List.of(why, "Send a token as the password of basic authentication (.netrc), or as a bearer token."));
    }

    private HttpReply unauthorised(AnswerTags label, long millis, List<String> why) {
        byte[] body = wording.error(401, why);
        return reply(
                401,
                told(label, "no-store", millis, body)
                        .set(HttpHeaderNames.WWW_AUTHENTICATE, wording.challenge(base.get())),
                body);
    }

    /** Whether the clients of these answers send credentials only after {@link #unauthorised}. */
    boolean sentOnDemand() {
        return wording.sendsCredentialsOnDemand();
    }

    /** The same for every name that the caller may not see. */
    HttpReply forbidden(AnswerTags label, Permission what, long millis) {
        return refusal(
                403,
                label,
                millis,
                switch (what) {
                    case PUBLISH -> "You are not allowed to publish this here.";
                    case DELETE -> "You are not allowed to delete this here.";
                    case READ, ADMIN ->
                        "This name is private here, and you are not allowed to see it, whether it exists or not.";
                },
                "If you sent credentials, ask an operator for access; if not, " + wording.login() + ".");
    }

    /** Too many wrong credentials came from there: RFC 6585 §4. */
    HttpReply tooMany(Duration rest, long millis) {
        byte[] body = wording.error(429, List.of("Too many wrong credentials from your address: retry later."));
        MultiMap headers = told(AnswerTags.NONE, "no-store", millis, body);
        return reply(429, headers.set(RETRY_AFTER, seconds(rest)), body);
    }

    /** The credentials can't be verified right now. */
    HttpReply unavailable(String why, long millis) {
        byte[] body = wording.error(503, List.of("Your credentials can't be verified right now: " + why + "."));
        return reply(503, told(AnswerTags.NONE, "no-store", millis, body).set(RETRY_AFTER, "10"), body);
    }

    private static String seconds(Duration time) {
        return Long.toString(Math.max(1, time.plusMillis(999).toSeconds()));
    }

    /** RFC 9110 §15.5.6; {@code methods} are the allowed ones. */
    HttpReply notAllowed(long millis, String methods) {
        byte[] body = wording.error(405, List.of("Only " + methods.replace(", ", " and ") + " are supported here."));
        return reply(405, told(AnswerTags.NONE, "no-store", millis, body).set(HttpHeaders.ALLOW, methods), body);
    }

    /** The request has a body but must not have one. */
    HttpReply unwanted(HttpMethod method, long millis) {
        return refusal(413, AnswerTags.NONE, millis, "A " + method + " request must not have a body here.");
    }

    HttpReply tooLong(int limit, long millis) {
        return refusal(414, AnswerTags.NONE, millis, "The request's target is longer than " + limit + " bytes.");
    }

    HttpReply draining(long millis) {
        return busy("This server is shutting down: retry in a moment.", millis);
    }

    /** Retry in a moment. */
    HttpReply busy(String why, long millis) {
        byte[] body = wording.error(503, List.of(why));
        return reply(503, told(AnswerTags.NONE, "no-store", millis, body).set(RETRY_AFTER, "1"), body);
    }

    /** Too many requests wait, so the server accepts no more from that address. */
    HttpReply crowded(long millis) {
        byte[] body = wording.error(
                503,
                List.of("Too many requests wait for fetches, and your address has more than its share: retry in"
                        + " a moment."));
        return reply(503, told(AnswerTags.NONE, "no-store", millis, body).set(RETRY_AFTER, "5"), body);
    }

    HttpReply loop(List<String> through, long millis) {
        return refusal(
                508,
                AnswerTags.NONE,
                millis,
                "Request loop: the request has passed through " + String.join(", ", through) + ".",
                "Two servers are each other's upstream: remove one of them.");
    }

    /** Arriving content failed before its first byte. */
    HttpReply broken(String path, AnswerTags label, long millis) {
        byte[] body = wording.error(503, List.of("The content of " + path + " failed before its first byte: retry."));
        return reply(503, told(label, "no-store", millis, body).set(RETRY_AFTER, "1"), body);
    }

    /** A request that is not HTTP, or too long. */
    HttpReply unreadable(@Nullable Throwable cause, EdgeSettings.EdgeLimits limits, long millis) {
        return switch (cause) {
            case TooLongHttpLineException _ -> tooLong(limits.url(), millis);
            case TooLongHttpHeaderException _ ->
                refusal(431, AnswerTags.NONE, millis, "The headers are longer than " + limits.headers() + " bytes.");
            case null, default -> refusal(400, AnswerTags.NONE, millis, "That is not an HTTP request.");
        };
    }

    private HttpReply text(int status, AnswerTags label, String cacheControl, List<String> parts, long millis) {
        byte[] body = wording.error(status, parts);
        return reply(status, told(label, cacheControl, millis, body), body);
    }

    private static HttpReply reply(int status, MultiMap headers, byte[] body) {
        return new HttpReply(status, headers.copy(false), new ReplyBody.Memory(Buffer.buffer(body)));
    }

    private MultiMap told(AnswerTags label, String cacheControl, long millis, byte[] body) {
        return signed(label, millis)
                .set(HttpHeaders.CONTENT_TYPE, wording.type())
                .set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
                .set(HttpHeaders.CACHE_CONTROL, cacheControl);
    }

    /** The headers of every reply. The content may come from strangers, so a browser must not guess its type. */
    MultiMap signed(AnswerTags label, long millis) {
        MultiMap headers = HttpHeaders.headers()
                .set(HttpHeaders.DATE, HttpDate.of(Math.floorDiv(millis, 1000L)))
                .set(VIA, via)
                .set(NOSNIFF, NO_GUESSING);
        own.addTo(headers, label);
        return label.equals(AnswerTags.NONE) ? headers : headers.set(X_BREAKWATER, label.header());
    }

    /** {@code Server-Timing}, in milliseconds: W3C Server Timing §3. */
    private static void timed(MultiMap headers, @Nullable List<Timing> spans) {
        if (spans != null && !spans.isEmpty()) {
            headers.set(
                    SERVER_TIMING, spans.stream().map(AnswerRenderer::timing).collect(Collectors.joining(", ")));
        }
    }

    private static String timing(Timing span) {
        long micros = span.took().toNanos() / 1000;
        return String.format(
                Locale.ROOT, "%s;dur=%d.%03d", HeaderText.header(span.name()), micros / 1000, micros % 1000);
    }
}
