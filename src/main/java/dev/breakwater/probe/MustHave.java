package dev.breakwater.probe;

/**
 * A required check: a mirror that fails it must not be used.
 *
 * @param why the evidence, for people
 */
public record MustHave(Name name, MustHaveResult result, String why) {
    /** What is asked for. */
    public enum Name {
        /** It answers at all. */
        ANSWERS,
        /** Its certificate is valid. */
        TLS,
        /** What it sends is what was published. */
        CONTENT,
        /** It says that something does not exist where that is so, and only there. */
        ABSENCE
    }

    /** What came out. */
    public enum MustHaveResult {
        /** It is so. */
        PASSED,
        /** It is not. */
        FAILED,
        /** Nothing was learnt that would tell. */
        UNDECIDED
    }

    static MustHave passed(Name name, String why) {
        return new MustHave(name, MustHaveResult.PASSED, why);
    }

    static MustHave failed(Name name, String why) {
        return new MustHave(name, MustHaveResult.FAILED, why);
    }

    static MustHave undecided(Name name, String why) {
        return new MustHave(name, MustHaveResult.UNDECIDED, why);
    }
}
