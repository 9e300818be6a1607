package dev.breakwater.format.npm.publish;

import dev.breakwater.fetch.Answer;

/** Thrown if a request can't be fulfilled as it is; nothing is stored then. */
final class RefusedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    private RefusedRequest(Answer answer, String why) {
        super(why);
        this.answer = answer;
    }

    /** What was sent is wrong. */
    static RefusedRequest malformed(String why) {
        return new RefusedRequest(new Answer.Malformed(why), why);
    }

    /** It contradicts what is stored. */
    static RefusedRequest conflict(String why) {
        return new RefusedRequest(new Answer.Refused(Answer.RefusalReason.CONFLICT, why), why);
    }

    /** There is no such package or version. */
    static RefusedRequest absent(String why) {
        return new RefusedRequest(new Answer.Absent(why, java.time.Duration.ZERO, true), why);
    }

    /** What the client is told. */
    Answer answer() {
        return answer;
    }

    /** Throws {@link #malformed} unless {@code right}. */
    static void require(boolean right, String otherwise) throws RefusedRequest {
        if (!right) {
            throw malformed(otherwise);
        }
    }
}
