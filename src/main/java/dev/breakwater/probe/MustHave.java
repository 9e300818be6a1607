package dev.breakwater.probe;

/**
 * A required check: a mirror that fails it must not be used.
 *
 * @param why the evidence, for people
 */
public record MustHave(Name name, MustHaveResult result, String why) {
    /** The name of a check. */
    public enum Name {
        /** It answers at all. */
        ANSWERS,
        /** Its certificate is valid. */
        TLS,
        /** What it sends is what was published. */
        CONTENT,
        /** It answers 404 for missing files, and only for them. */
        ABSENCE
    }

    /** The result of a check. */
    public enum MustHaveResult {
        /** The check passed. */
        PASSED,
        /** The check failed. */
        FAILED,
        /** There was not enough evidence. */
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
