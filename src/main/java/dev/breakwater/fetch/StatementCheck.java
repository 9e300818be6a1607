package dev.breakwater.fetch;

import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Verdict;
import java.io.IOException;

/** The check whether an origin sent a statement or something else in its place. Used by one thread. */
final class StatementCheck {
    /** The result for one body. */
    enum Finding {
        STATEMENT,
        /** Wrong, and not a web page in its place. */
        MALFORMED,
        USELESS
    }

    private final Agreement agreement;
    private final Evidence evidence;
    private final Health health;
    private final Traffic traffic;

    /** By the format's {@code agreement}; findings against an origin go into {@code evidence}. */
    StatementCheck(Agreement agreement, Evidence evidence, Health health, Traffic traffic) {
        this.agreement = agreement;
        this.evidence = evidence;
        this.health = health;
        this.traffic = traffic;
    }

    /** Checks what {@code origin} has sent. */
    Finding find(Origin origin, BufferedBody body) throws IOException {
        String unusable = agreement.unusable(body);
        if (!unusable.isEmpty()) {
            evidence.trouble(origin, unusable);
            return Finding.USELESS;
        }
        String fault = agreement.malformed(body);
        if (!fault.isEmpty()) {
            return malformed(origin, body, fault);
        }
        boolean unmistakable = agreement.unmistakable(body);
        if (!unmistakable && body.head().page()) {
            evidence.trouble(origin, "200, a web page instead of the content");
            return Finding.USELESS;
        }
        if (unmistakable) {
            health.spoke(origin, traffic);
        }
        return Finding.STATEMENT;
    }

    private Finding malformed(Origin origin, BufferedBody body, String fault) throws IOException {
        if (body.head().page() || WebPage.begins(body)) {
            evidence.page(origin, fault);
            return Finding.USELESS;
        }
        evidence.wrong(origin, new Verdict.Rejected(fault, fault, agreement.signed()));
        return Finding.MALFORMED;
    }
}
