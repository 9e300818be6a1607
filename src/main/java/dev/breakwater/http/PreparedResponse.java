package dev.breakwater.http;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
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
 * An answer that can be sent again and again: whole, and described. A sender holds it while it sends, if it is in a
 * file. The reply that most requests want is made once a second at most, for only its date changes.
 */
final class PreparedResponse {
    /**
     * One form of the content.
     *
     * @param etag its entity tag, quoted; missing where the digest is unknown
     * @param encoding its content coding; missing for none
     */
    record Variant(@Nullable String etag, @Nullable String encoding, ReplyBody content, long length) {}

    /** The usual reply in both forms, as it reads in one second. */
    private record Now(long second, HttpReply plain, HttpReply gzip) {}

    private static final long NEVER = Long.MIN_VALUE;

    /** Nothing that is not confirmed is the same for longer than the ten seconds after which it is asked again. */
    private static final long PROVISIONAL = 11_000;

    final AnswerTags label;
    /** What a permission for it is about. */
    final Subject subject;

    final String type;
    final Variant plain;
    final @Nullable Variant gzip;
    final long modified;
    final String lastModified;
    final String cacheControl;
    /** What of the request the answer depends on; null if it is the same for all requests. */
    final @Nullable CharSequence vary;
    /** The content's own, beside those that every content has. */
    final List<Map.Entry<String, String>> headers;
    /** How long it counts as current, in seconds; -1 for ever. */
    final long lifetime;
    /** Whether a client must not keep it, so that no age is told of it. */
    final boolean provisional;
    /** Until when, in milliseconds since 1970, it may be sent without asking again. */
    final long cacheableUntil;

    private @Nullable Now now;

    PreparedResponse(Answer.Held held, AnswerTags label, Subject subject, Variant plain, @Nullable Variant gzip) {
        this.label = label;
        this.subject = subject;
        this.type = HeaderText.header(held.content().type());
        this.plain = plain;
        this.gzip = gzip;
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

    /** Whether it may be sent at {@code millis} without asking. Where the clock was set back nothing is known of its age. */
    boolean current(long millis) {
        long left = cacheableUntil - millis;
        return millis < cacheableUntil
                && (lifetime < 0 || left <= (lifetime + 1) * 1000)
                && (!provisional || left <= PROVISIONAL);
    }

    /** What a client may do with it. */
    static String cacheControl(Answer.Held held) {
        Duration limit = held.content().freshness().limit();
        if (held.provisional()) {
            return "no-store";
        }
        String whose = held.content().confidential() ? "private" : "public";
        return limit == null ? whose + ", max-age=31536000, immutable" : whose + ", max-age=" + limit.toSeconds();
    }

    /** The content's own headers, as they are sent; {@code vary} is joined with what the edge itself goes by. */
    static List<Map.Entry<String, String>> headers(Answer.Held held) {
        return held.content().headers().entrySet().stream()
                .filter(header -> !header.getKey().equals("vary"))
                .map(header -> Map.entry(header.getKey(), HeaderText.header(header.getValue())))
                .toList();
    }

    /** What of a request the answer depends on (RFC 9110 §12.5.5), sorted; null for nothing. */
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

    /** Whether text of that type gains from being compressed. */
    static boolean compressible(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("text/") || lower.startsWith("application/json") || lower.startsWith("image/svg");
    }

    /** The form in which a client gets it that understands gzip or does not. */
    Variant form(boolean understandsGzip) {
        return understandsGzip && gzip != null ? gzip : plain;
    }

    /** The whole of it as it reads at {@code millis}. */
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

    /** Holds it open for one more sender; false where it is closed already. */
    boolean retain() {
        return !(plain.content instanceof ReplyBody.Section section)
                || section.file().retain();
    }

    /** Gives one hold back. */
    void release() {
        if (plain.content instanceof ReplyBody.Section section) {
            section.file().release();
        }
    }
}
