package dev.breakwater.verify;

/** What a check found. */
public sealed interface Verdict {
    /** It is right; {@code by} says what vouches for it, as in {@code sum.golang.org #1234}. */
    record Verified(String by) implements Verdict {}

    /** It is wrong: it contradicts an authenticated record, or is malformed. Whoever sent it is at fault. */
    record Rejected(String why) implements Verdict {}

    /**
     * Nobody can tell now: there is no record, or no source answers. Nobody's fault. {@code print} is what two senders
     * must agree on where agreement is enough, as in {@code h1:…}.
     */
    record Unverifiable(String why, String print) implements Verdict {}
}
