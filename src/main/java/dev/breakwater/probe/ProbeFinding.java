package dev.breakwater.probe;

/**
 * A finding about a mirror.
 *
 * @param text the observation, for people
 */
public record ProbeFinding(FindingType kind, String text) {
    /** The kinds of findings in every format. */
    public enum FindingKind implements FindingType {
        /** It did not answer. */
        DEAD,
        /** No TLS with a valid certificate. */
        TLS_INVALID,
        /** Its certificate expires soon. */
        TLS_ENDS_SOON,
        /** It leaves requests without an answer. */
        SILENT,
        /** Its replies are truncated or too slow. */
        BREAKS_OFF,
        /** It throttles requests. */
        THROTTLES,
        /** It refuses requests. */
        REFUSES,
        /** It sends web pages instead of the requested files. */
        SENDS_PAGES,
        /** It answers with errors. */
        IN_TROUBLE,
        /** It answers 404 for existing files. */
        DENIES_WHAT_EXISTS,
        /** It does not answer 404 for missing files. */
        ABSENCE_UNCLEAR,
        /** Its content contradicts what is proven, or is malformed. */
        WRONG_CONTENT,
        /** Its lists lack the newest versions that others list. */
        STALE,
        /** Its lists lack older versions that others list. */
        GAPS,
        /** Its latest version differs from the others'. */
        LATEST_DIFFERS,
        /** It takes much longer than the others. */
        SLOW
    }
}
