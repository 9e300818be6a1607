package dev.breakwater.probe;

import dev.breakwater.upstream.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measured exchange with a mirror.
 *
 * @param status of the reply; 0 if none arrived
 * @param headers the relevant ones of the reply, by lower-case name
 * @param firstByte milliseconds to the reply's head; NaN if none arrived
 * @param sending milliseconds from there to the end
 * @param bytes of body that arrived
 * @param body the body, if it is small and complete
 */
record ProbeExchange(
        ProbeQuestion question,
        String path,
        Outcome outcome,
        int status,
        Map<String, String> headers,
        double firstByte,
        double sending,
        long bytes,
        byte @Nullable [] body) {
    boolean found() {
        return outcome instanceof Outcome.Found;
    }

    /** Whether its answer is valid in the protocol. */
    boolean proper() {
        return found() || missing() || outcome instanceof Outcome.NotModified;
    }

    boolean missing() {
        return outcome instanceof Outcome.Missing;
    }

    /** Whether it says anything about the mirror: an exchange that we ended ourselves does not. */
    boolean counts() {
        return !(outcome instanceof Outcome.Abandoned);
    }

    /** Whether there was a reply of any kind. */
    boolean answered() {
        return status > 0;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
