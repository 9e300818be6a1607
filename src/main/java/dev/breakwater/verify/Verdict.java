package dev.breakwater.verify;

/** What a check found. */
public sealed interface Verdict {
    /** It is right; {@code by} says what vouches for it, as in {@code sum.golang.org #1234}. */
    record Verified(String by) implements Verdict {}

    /**
     * It is wrong. Whose fault that is, this alone does not say: a thing can be published broken, and then every upstream
     * sends it so.
     *
     * @param why what is wrong, for people
     * @param defect what is wrong in the same way has the same defect, though its bytes may differ
     * @param contradicts whether it contradicts an authenticated record; else it is malformed
     */
    record Rejected(String why, String defect, boolean contradicts) implements Verdict {
        /** Malformed, with {@code why} as its defect. */
        public Rejected(String why) {
            this(why, why, false);
        }

        /** Contradicts an authenticated record, with {@code why} as its defect. */
        public static Rejected contradiction(String why) {
            return new Rejected(why, why, true);
        }
    }

    /**
     * Nobody can tell now: there is no record, or no source answers. Not the sender's fault.
     *
     * @param print what two senders must agree on where agreement is enough, as in {@code h1:…}
     * @param lied whether a source of the records lied: what it sent was forged, malformed or against a proven tree. Then no
     *     agreement is enough
     */
    record Unverifiable(String why, String print, boolean lied) implements Verdict {
        /** No source has lied, as far as is known. */
        public Unverifiable(String why, String print) {
            this(why, print, false);
        }
    }
}
