package dev.breakwater.fetch;

import dev.breakwater.upstream.Origin;
import dev.breakwater.verify.Verdict;
import java.util.HashMap;
import java.util.Map;

/**
 * The decision about content without a record to verify it, by the operator's policy. Remembers what each failure domain sent,
 * to see whether two send the same. Used by one thread.
 */
final class UnverifiedContent {
    /** What to do with it. */
    enum Decision {
        /** The record to verify it turned out to be forged: the request fails, whatever the policy. */
        LIE,
        /** Two origins sent parts of it, so it is the word of neither: the last one is asked for the whole. */
        MIXED,
        /** It is accepted as it is. */
        TRUST,
        /** Two failure domains sent the same: it is accepted. */
        AGREED,
        /** There is only one failure domain: it is served, and not stored. */
        PASS_ON,
        /** It is dropped, and the next origin is tried. */
        DROP,
        /** The request fails. */
        REFUSE
    }

    private final Policy.Unverified policy;
    private final Map<String, String> prints = new HashMap<>();
    private boolean lied;

    UnverifiedContent(Policy.Unverified policy) {
        this.policy = policy;
    }

    /** Whether the record to verify some content turned out to be forged. */
    boolean lied() {
        return lied;
    }

    /**
     * Decides.
     *
     * @param domains how many failure domains are asked
     * @param whole whether {@code origin} has sent all of it
     */
    Decision decide(Origin origin, Verdict.Unverifiable verdict, int domains, boolean whole) {
        lied |= verdict.lied();
        if (verdict.lied() && policy != Policy.Unverified.DROP) {
            return Decision.LIE;
        }
        boolean agree = policy == Policy.Unverified.AGREE || policy == Policy.Unverified.WITNESS;
        if (agree && domains > 1 && !whole) {
            return Decision.MIXED;
        }
        boolean agreed = prints.entrySet().stream()
                .anyMatch(
                        e -> !e.getKey().equals(origin.domain()) && e.getValue().equals(verdict.print()));
        prints.put(origin.domain(), verdict.print());
        return switch (policy) {
            case SERVE -> Decision.TRUST;
            case AGREE -> agreed ? Decision.AGREED : domains == 1 ? Decision.PASS_ON : Decision.DROP;
            case WITNESS -> agreed ? Decision.AGREED : domains == 1 ? Decision.TRUST : Decision.DROP;
            case DROP -> Decision.DROP;
            case REFUSE -> Decision.REFUSE;
        };
    }
}
