package dev.breakwater.sumdb;

/** The result of comparing a signed tree head with our timeline. */
public sealed interface HeadRelation {
    /** On the timeline: {@code head} is proven to be an earlier state of our tree, or to extend it. */
    record SameTimeline(TreeHead head) implements HeadRelation {}

    /** Signed, but not on the timeline: the database showed different trees to different clients. */
    record ForkedHead(String why) implements HeadRelation {}

    /** Not signed by the database. Its sender is at fault. */
    record MalformedHead(String why) implements HeadRelation {}

    /**
     * The tiles for the proof are unavailable right now, or the outcome can't be stored.
     *
     * @param lied whether a source sent wrong tiles for the proof
     */
    record Unproven(String why, boolean lied) implements HeadRelation {
        /** Because a source did not answer. */
        public Unproven(String why) {
            this(why, false);
        }

        static Unproven because(String what, Exception e) {
            return new Unproven(what + ": " + e.getMessage(), e instanceof SourceException source && source.isLie());
        }
    }
}
