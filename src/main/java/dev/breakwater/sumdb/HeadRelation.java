package dev.breakwater.sumdb;

/** How a signed tree head stands to our timeline. */
public sealed interface HeadRelation {
    /** On it: {@code head} has been proven to be a beginning of, or to extend, what we believed before. */
    record SameTimeline(TreeHead head) implements HeadRelation {}

    /** Not on it, though signed: the database has shown different things to different people. */
    record ForkedHead(String why) implements HeadRelation {}

    /** Not a head that the database signed. Its sender is at fault. */
    record MalformedHead(String why) implements HeadRelation {}

    /**
     * The tiles to prove it are unavailable right now, or the outcome can't be stored.
     *
     * @param lied whether tiles were sent to prove it by, and were wrong
     */
    record Unproven(String why, boolean lied) implements HeadRelation {
        /** For want of an answer. */
        public Unproven(String why) {
            this(why, false);
        }

        static Unproven because(String what, Exception e) {
            return new Unproven(what + ": " + e.getMessage(), e instanceof SourceException source && source.isLie());
        }
    }
}
