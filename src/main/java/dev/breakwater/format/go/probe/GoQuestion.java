package dev.breakwater.format.go.probe;

import dev.breakwater.probe.ProbeQuestion;
import dev.breakwater.upstream.Traffic;

/** The kinds of requests to a module mirror, besides archives. */
enum GoQuestion implements ProbeQuestion {
    LIST(Traffic.METADATA, Expectation.CONTENT),
    /** Many mirrors have none, and a list serves as well. */
    LATEST(Traffic.METADATA, Expectation.EITHER),
    INFO(Traffic.METADATA, Expectation.CONTENT),
    MOD(Traffic.METADATA, Expectation.CONTENT),
    SUPPORTED(Traffic.CHECKSUM, Expectation.SUPPORT),
    HEAD(Traffic.CHECKSUM, Expectation.PROOF),
    LOOKUP(Traffic.CHECKSUM, Expectation.PROOF),
    TILE(Traffic.CHECKSUM, Expectation.SUPPORT);

    private final Traffic traffic;
    private final Expectation expectation;

    GoQuestion(Traffic traffic, Expectation expectation) {
        this.traffic = traffic;
        this.expectation = expectation;
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public Expectation expectation() {
        return expectation;
    }
}
