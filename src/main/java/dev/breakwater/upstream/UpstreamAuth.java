package dev.breakwater.upstream;

import dev.breakwater.web.WebException;
import java.util.List;
import java.util.Map;

/**
 * How requests to one upstream carry credentials. They are sent to the upstream's own host and to hosts that its settings
 * name; a redirect to any other host loses them.
 */
public interface UpstreamAuth {
    /** Only the upstream's fixed headers. */
    UpstreamAuth FIXED = _ -> Map.of();

    /** The headers for {@code ask}. Called by the thread that runs the exchange. */
    Map<String, String> headers(Ask ask);

    /**
     * Answers a challenge, for example by fetching a token (RFC 9110 §11.6.1). Called once per exchange.
     *
     * @param challenges the values of {@code WWW-Authenticate} that the upstream itself sent. They may name any address: send
     *     credentials only to hosts that the upstream's settings name
     * @return whether to send the request once more, with the current {@link #headers}
     * @throws WebException if the challenge can't be answered now; the upstream counts as failed
     */
    default boolean answer(Ask ask, List<String> challenges) throws WebException {
        return false;
    }
}
