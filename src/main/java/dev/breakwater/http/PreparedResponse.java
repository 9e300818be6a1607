package dev.breakwater.http;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.store.OpenFile;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An answer that can be sent repeatedly: whole, with all its metadata. A sender holds it while it sends, if it is in a file.
 * The reply to most requests is built once a second at most, since only its date changes.
 */
final class PreparedResponse {
    /**
     * One form of the content.
     *
     * @param length how many bytes, as it is sent; -1 if that is not known
     * @param etag its entity tag, quoted; missing if the digest is unknown
     * @param encoding its content coding; missing for none
     * @param length how many bytes, as it is sent; -1 if that is not known
     */
    record Variant(@Nullable String etag, @Nullable String encoding, ReplyBody content, long length) {}

    /** The usual reply in both forms, for one second. */
    private record Now(long second, HttpReply plain, HttpReply gzip) {}

    private static final long NEVER = Long.MIN_VALUE;

    /** The longest use of an unconfirmed answer: after ten seconds it is fetched again. */
    private static final long PROVISIONAL = 11_000;

    final AnswerTags label;
    /** The subject of a permission for it. */
    final Subject subject;

    final String type;
    final Variant plain;
    final @Nullable Variant gzip;
    final long modified;
    final String lastModified;
    final String cacheControl;
    /** The request headers that the answer depends on; null if it is the same for all requests. */
    final @Nullable CharSequence vary;
    /** The content's own headers, beside the general ones. */
    final List<Map.Entry<String, String>> headers;
    /** Those that the format adds to each answer. */
    final FormatHeaders own;
    /** How long it counts as current, in seconds; -1 for no limit. */
    final long lifetime;
    /** Whether a client must not keep it, so that it gets no age. */
    final boolean provisional;
    /** Whether it is stored in gzip: then the plain form is decoded as it is sent. */
    final boolean coded;
    /** The file of the stored form. */
    private final @Nullable OpenFile file;
    /** Until when, in milliseconds since 1970, it may be sent without the engine. */
    final long cacheableUntil;

    private @Nullable Now now;

    PreparedResponse(
            Answer.Held held,
            AnswerTags label,
            Subject subject,
            FormatHeaders own,
            Variant plain,
            @Nullable Variant gzip) {
        this.label = label;
        this.subject = subject;
        this.own = own;
        this.type = HeaderText.header(held.content().type());
        this.plain = plain;
        this.gzip = gzip;
        this.coded = !held.content().coding().isEmpty();
        this.file = coded ? file(gzip) : file(plain);
        this.modified = held.content().modified().getEpochSecond();
        this.lastModified = HttpDate.of(modified);
        this.cacheControl = cacheControl(held);
        this.vary = vary(held, gzip != null);
        this.headers = headers(held);
        Duration limit = held.content().freshness().limit();
        this.lifetime = limit == null ? -1 : limit.toSeconds();
        this.provisional = held.provisional();
        this.cacheableUntil = millis(held);
    }

    /** Whether it may be sent at {@code millis} without the engine. If the clock was set back, its age is unknown. */
    boolean current(long millis) {
        long left = cacheableUntil - millis;
        return millis < cacheableUntil
                && (lifetime < 0 || left <= (lifetime + 1) * 1000)
                && (!provisional || left <= PROVISIONAL);
    }

    /** Its {@code Cache-Control}. */
    static String cacheControl(Answer.Held held) {
        Duration limit = held.content().freshness().limit();
        if (held.provisional()) {
            return "no-store";
        }
        String whose = held.content().confidential() ? "private" : "public";
        return limit == null ? whose + ", max-age=31536000, immutable" : whose + ", max-age=" + limit.toSeconds();
    }

    /** The content's own headers, as they are sent; {@code vary} includes the server's own. */
    static List<Map.Entry<String, String>> headers(Answer.Held held) {
        return held.content().headers().entrySet().stream()
                .filter(header -> !header.getKey().equals("vary"))
                .map(header -> Map.entry(header.getKey(), HeaderText.header(header.getValue())))
                .toList();
    }

    /** The request headers that the answer depends on (RFC 9110 §12.5.5), sorted; null for none. */
    static @Nullable CharSequence vary(Answer.Held held, boolean compressed) {
        String own = held.content().headers().getOrDefault("vary", "");
        if (own.isEmpty()) {
            return vary(held.content().confidential(), compressed);
        }
        Set<String> names = new TreeSet<>(List.of(own.toLowerCase(Locale.ROOT).split("\\s*,\\s*")));
        CharSequence usual = vary(held.content().confidential(), compressed);
        if (usual != null) {
            names.addAll(List.of(usual.toString().split(", ")));
        }
        return String.join(", ", names);
    }

    private static @Nullable CharSequence vary(boolean confidential, boolean compressed) {
        if (confidential) {
            return compressed ? "accept-encoding, authorization" : HttpHeaders.AUTHORIZATION;
        }
        return compressed ? HttpHeaders.ACCEPT_ENCODING : null;
    }

    private static long millis(Answer.Held held) {
        Instant until = held.cache().cacheableUntil();
        if (until.isBefore(Instant.EPOCH)) {
            return NEVER;
        }
        return until.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)) ? Long.MAX_VALUE : until.toEpochMilli();
    }

    /** Whether content of that type is worth compressing. */
    static boolean compressible(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("text/") || lower.startsWith("application/json") || lower.startsWith("image/svg");
    }

    /** The form that a client's conditions are about. A range is one of the bytes as they are stored: RFC 9110 §14.1. */
    Variant form(RequestConditions wanted) {
        return form(wanted.gzip() && (coded || wanted.range() == null));
    }

    /**
     * The date that a client may name for a range, in seconds since 1970. If there are two forms they share it, so that it says
     * of neither's bytes that they are the same: then no date is the right one. RFC 9110 §8.8.2.2, §13.1.5.
     */
    long rangeDate() {
        return gzip == null ? modified : Long.MAX_VALUE;
    }

    /** The form for a client, by whether it supports gzip. */
    Variant form(boolean understandsGzip) {
        return understandsGzip && gzip != null ? gzip : plain;
    }

    /** The whole reply at {@code millis}. */
    HttpReply usual(boolean understandsGzip, long millis, AnswerRenderer replies) {
        long second = Math.floorDiv(millis, 1000L);
        Now current = now;
        if (current == null || current.second != second) {
            HttpReply inPlain = replies.whole(this, plain, label, null, millis);
            current = new Now(second, inPlain, gzip == null ? inPlain : replies.whole(this, gzip, label, null, millis));
            now = current;
        }
        return understandsGzip ? current.gzip : current.plain;
    }

    /** The file that it is sent from; null if it is in memory. */
    @Nullable
    OpenFile file() {
        return file;
    }

    /** How many bytes of it are in memory. */
    long memory() {
        return memory(plain) + memory(gzip);
    }

    private static long memory(@Nullable Variant form) {
        return form != null && form.content instanceof ReplyBody.Memory ? form.length : 0;
    }

    private static @Nullable OpenFile file(@Nullable Variant form) {
        return form != null && form.content instanceof ReplyBody.Section section ? section.file() : null;
    }

    /** Holds it open for one more sender; false if it is closed already. */
    boolean retain() {
        return file == null || file.retain();
    }

    /** Releases one hold. */
    void release() {
        if (file != null) {
            file.release();
        }
    }
}
