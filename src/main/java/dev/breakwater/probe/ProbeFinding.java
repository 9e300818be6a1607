package dev.breakwater.probe;

/**
 * A finding about a mirror.
 *
 * @param text what was seen, for people
 */
public record ProbeFinding(FindingKind kind, String text) {
    /** What it is. */
    public enum FindingKind {
        /** Nothing was heard of it. */
        DEAD,
        /** No TLS with a valid certificate. */
        TLS_INVALID,
        /** Its certificate ends soon. */
        TLS_ENDS_SOON,
        /** It lets requests go without an answer. */
        SILENT,
        /** Its replies break off, or come in a trickle. */
        BREAKS_OFF,
        /** It asks for fewer requests. */
        THROTTLES,
        /** It refuses to give what it is asked for. */
        REFUSES,
        /** It sends web pages in place of what it is asked for. */
        SENDS_PAGES,
        /** It answers with errors. */
        IN_TROUBLE,
        /** It says that what there is does not exist. */
        DENIES_WHAT_EXISTS,
        /** It does not say plainly that something does not exist. */
        ABSENCE_UNCLEAR,
        /** What it sends contradicts the checksum database, or is malformed. */
        WRONG_CONTENT,
        /** Its archives have other bytes than those of the others, though the same content. */
        OTHER_BYTES,
        /** Its lists lack the newest of what the others' have. */
        STALE,
        /** Its lists lack older versions that the others' have. */
        GAPS,
        /** What it says is the latest is not what the others say. */
        LATEST_DIFFERS,
        /** It takes much longer than the others. */
        SLOW,
        /** It has no checksum database. */
        NO_DATABASE,
        /** What it says of the checksum database does not hold. */
        DATABASE_WRONG
    }
}
