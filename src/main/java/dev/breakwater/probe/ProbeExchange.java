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
public record ProbeExchange(
        ProbeAsk ask,
        Outcome outcome,
        int status,
        Map<String, String> headers,
        double firstByte,
        double sending,
        long bytes,
        byte @Nullable [] body) {
    /** What was asked. */
    public ProbeQuestion question() {
        return ask.question();
    }

    /** What was asked for. */
    public String thing() {
        return ask.thing();
    }

    /** Whether it has it. */
    public boolean found() {
        return outcome instanceof Outcome.Found;
    }

    /** Whether its answer is valid in the protocol. */
    public boolean proper() {
        return found() || missing() || outcome instanceof Outcome.NotModified;
    }

    /** Whether it says that it does not exist. */
    public boolean missing() {
        return outcome instanceof Outcome.Missing;
    }

    /** Whether it says anything about the mirror: an exchange that we ended ourselves does not. */
    public boolean counts() {
        return !(outcome instanceof Outcome.Abandoned);
    }

    /** Whether there was a reply of any kind. */
    public boolean answered() {
        return status > 0;
    }

    /** A header of the reply, by lower-case name; empty if it has none. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
