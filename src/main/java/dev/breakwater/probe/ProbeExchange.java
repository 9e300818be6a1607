package dev.breakwater.probe;

import dev.breakwater.upstream.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a mirror, as it was measured.
 *
 * @param status of the reply; 0 where none came
 * @param headers those of the reply that matter, by lower-case name
 * @param firstByte milliseconds to the reply's head; NaN where none came
 * @param sending milliseconds from there to the end
 * @param bytes of body that arrived
 * @param body the body, where it is small and all of it is here
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

    /** Whether it was answered as the protocol has it. */
    boolean proper() {
        return found() || missing() || outcome instanceof Outcome.NotModified;
    }

    boolean missing() {
        return outcome instanceof Outcome.Missing;
    }

    /** Whether it says anything of the mirror: what we gave up ourselves does not. */
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
