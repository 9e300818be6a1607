package dev.breakwater.probe;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a mirror.
 *
 * @param thing what is asked for, as people call it: the same from all mirrors, so that their answers can be compared, whatever
 *     the path and headers
 * @param path below the mirror's address
 * @param headers beside the usual ones
 * @param body what is sent, as JSON, by POST; null for a GET
 * @param headOnly whether only the head of the reply is asked for, by HEAD
 */
public record ProbeAsk(
        ProbeQuestion question,
        String thing,
        String path,
        Map<String, String> headers,
        byte @Nullable [] body,
        boolean headOnly) {
    /** For the whole reply. */
    public ProbeAsk(
            ProbeQuestion question, String thing, String path, Map<String, String> headers, byte @Nullable [] body) {
        this(question, thing, path, headers, body, false);
    }

    /** A GET of what {@code path} names. */
    public static ProbeAsk of(ProbeQuestion question, String path) {
        return of(question, path, path);
    }

    /** A GET of {@code thing}. */
    public static ProbeAsk of(ProbeQuestion question, String thing, String path) {
        return new ProbeAsk(question, thing, path, Map.of(), null);
    }

    /** The same with one more header. */
    public ProbeAsk with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new ProbeAsk(question, thing, path, Map.copyOf(more), body, headOnly);
    }

    /** The same for the head alone. */
    public ProbeAsk head() {
        return new ProbeAsk(question, thing, path, headers, null, true);
    }

    /** The same for another purpose. */
    public ProbeAsk as(ProbeQuestion other) {
        return new ProbeAsk(other, thing, path, headers, body, headOnly);
    }
}
