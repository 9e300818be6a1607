package dev.breakwater.http;

import dev.breakwater.event.RequestResult;
import dev.breakwater.repository.Wording;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/**
 * The headers that a format adds to each answer, ready to be sent.
 *
 * @param always those of every answer
 * @param staleWarning the warning beside a stale one; empty for none
 */
record FormatHeaders(List<Map.Entry<CharSequence, String>> always, String staleWarning) {
    /** For formats without any, and for the pages of the server itself. */
    static final FormatHeaders NONE = new FormatHeaders(List.of(), "");

    private static final CharSequence WARNING = HttpHeaders.createOptimized("warning");

    /** The headers {@code named}, and the warning of {@code wording}. */
    static FormatHeaders of(Map<String, String> named, Wording wording) {
        String warning = HeaderText.header(wording.staleWarning());
        if (named.isEmpty()) {
            return warning.isEmpty() ? NONE : new FormatHeaders(List.of(), warning);
        }
        List<Map.Entry<CharSequence, String>> always = named.entrySet().stream()
                .map(header -> Map.<CharSequence, String>entry(
                        HttpHeaders.createOptimized(header.getKey()), HeaderText.header(header.getValue())))
                .toList();
        return new FormatHeaders(always, warning);
    }

    /** Adds them to those of an answer with that label. */
    void addTo(MultiMap headers, AnswerTags label) {
        always.forEach(header -> headers.set(header.getKey(), header.getValue()));
        if (!staleWarning.isEmpty() && label.result() == RequestResult.STALE) {
            headers.set(WARNING, staleWarning);
        }
    }
}
