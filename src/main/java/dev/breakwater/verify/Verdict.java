package dev.breakwater.verify;

/** The result of a check. */
public sealed interface Verdict {
    /** The content is right; {@code by} names the evidence, as in {@code sum.golang.org #1234}. */
    record Verified(String by) implements Verdict {}

    /**
     * The content is wrong. That alone does not blame its sender: content can be published broken, and then every upstream
     * sends it so.
     *
     * @param why what is wrong, for people
     * @param defect the kind of fault: the same for all content with this fault, even if the bytes differ
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
     * The content can't be verified now: there is no record, or no source answers. Not the sender's fault.
     *
     * @param print what two senders must agree on if agreement is enough, as in {@code h1:…}
     * @param lied whether a source of the records lied: its answer was forged, malformed or against a proven tree. Then no
     * agreement is enough
     */
    record Unverifiable(String why, String print, boolean lied) implements Verdict {
        /** Without a known lie of a source. */
        public Unverifiable(String why, String print) {
            this(why, print, false);
        }
    }
}
