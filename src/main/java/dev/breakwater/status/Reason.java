package dev.breakwater.status;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why an upstream is down, short enough for a sentence. Names no module and no path.
 *
 * @param kind the kind of failure
 * @param status the HTTP status for {@link ReasonKind#STATUS}, else 0
 */
public record Reason(ReasonKind kind, int status) {
    /** The reason is unknown. */
    public static final Reason UNKNOWN = new Reason(ReasonKind.UNKNOWN, 0);

    /** It sent wrong content. */
    public static final Reason CONTENT = new Reason(ReasonKind.CONTENT, 0);

    private static final Pattern SILENT = Pattern.compile("(timed out|no answer|stall).*|.*\\bhangs?", Pattern.DOTALL);

    private static final Pattern STATUS = Pattern.compile("([1-5]\\d\\d)(?!\\d).*", Pattern.DOTALL);

    /** The kinds of failures. */
    public enum ReasonKind {
        /** It answers with an error status. */
        STATUS,
        /** The DNS lookup fails. */
        NAME,
        /** The connection fails. */
        CONNECTION,
        /** The TLS handshake fails. */
        TLS,
        /** It does not answer in time. */
        SILENT,
        /** It sends too slowly. */
        SLOW,
        /** The connection is lost in the middle of a response. */
        BROKEN,
        /** It sends wrong content. */
        CONTENT,
        /** Anything else. */
        UNKNOWN
    }

    /** The reason in the message of an exchange or a probe, as in {@code 500}, {@code probed: DNS lookup failed: a.example}. */
    public static Reason of(String said) {
        String text = said.replaceFirst("^probed: ", "");
        Matcher status = STATUS.matcher(text);
        if (status.matches()) {
            return new Reason(ReasonKind.STATUS, Integer.parseInt(status.group(1)));
        }
        return new Reason(kind(text), 0);
    }

    private static ReasonKind kind(String text) {
        if (text.startsWith("DNS lookup failed")) {
            return ReasonKind.NAME;
        }
        if (text.startsWith("no connection") || text.startsWith("no route")) {
            return ReasonKind.CONNECTION;
        }
        if (text.startsWith("TLS")) {
            return ReasonKind.TLS;
        }
        if (text.startsWith("slower than")) {
            return ReasonKind.SLOW;
        }
        if (text.startsWith("connection lost") || text.matches("sent \\d+ of \\d+ bytes")) {
            return ReasonKind.BROKEN;
        }
        boolean silent = SILENT.matcher(text).matches();
        return silent ? ReasonKind.SILENT : ReasonKind.UNKNOWN;
    }
}
