package dev.breakwater.upstream;

import dev.breakwater.web.WebException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How requests to one upstream carry credentials. They go to the upstream's own host and to hosts that its settings name; a
 * redirect to any other host loses them.
 */
public interface UpstreamAuth {
    /** Whatever the upstream's fixed headers say. */
    UpstreamAuth FIXED = _ -> Map.of();

    /** The headers for {@code ask}. Called by the thread that runs the exchange. */
    Map<String, String> headers(Ask ask);

    /**
     * Answers a challenge, as by getting a token for what is asked (RFC 9110 §11.6.1). Called once an exchange.
     *
     * @param challenge the value of {@code WWW-Authenticate}; null if there was none
     * @return whether it is worth asking once more, with the {@link #headers} as they are now
     * @throws WebException if the challenge can't be answered now; the upstream counts as in trouble
     */
    default boolean answer(Ask ask, @Nullable String challenge) throws WebException {
        return false;
    }
}
