package dev.breakwater.status;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why an upstream is down, short enough for a sentence. Names no module and no path.
 *
 * @param kind what kind of failure it is
 * @param status the HTTP status for {@link ReasonKind#STATUS}, else 0
 */
public record Reason(ReasonKind kind, int status) {
    /** Why it is down, if nothing is known of it. */
    public static final Reason UNKNOWN = new Reason(ReasonKind.UNKNOWN, 0);

    /** It sent wrong content. */
    public static final Reason CONTENT = new Reason(ReasonKind.CONTENT, 0);

    private static final Pattern STATUS = Pattern.compile("([1-5]\\d\\d)(?!\\d).*", Pattern.DOTALL);

    /** The kinds of failures. */
    public enum ReasonKind {
        /** It answers with a status that is none of success. */
        STATUS,
        /** Its name has no address. */
        NAME,
        /** There is no connection to it. */
        CONNECTION,
        /** There is a connection, and no TLS on it. */
        TLS,
        /** It keeps silent. */
        SILENT,
        /** What it sends comes too slowly. */
        SLOW,
        /** It breaks off. */
        BROKEN,
        /** It sends wrong content. */
        CONTENT,
        /** Anything else. */
        UNKNOWN
    }

    /** The reason behind what an exchange or a probe said, as in {@code 500}, {@code probed: no address: a.example}. */
    public static Reason of(String said) {
        String text = said.replaceFirst("^probed: ", "");
        Matcher status = STATUS.matcher(text);
        if (status.matches()) {
            return new Reason(ReasonKind.STATUS, Integer.parseInt(status.group(1)));
        }
        return new Reason(kind(text), 0);
    }

    private static ReasonKind kind(String text) {
        if (text.startsWith("no address")) {
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
        if (text.startsWith("broken off") || text.matches("sent \\d+ of \\d+ bytes")) {
            return ReasonKind.BROKEN;
        }
        boolean silent = text.contains("silent") || text.matches(".*\\bhangs?") || text.startsWith("no answer");
        return silent ? ReasonKind.SILENT : ReasonKind.UNKNOWN;
    }
}
