package dev.breakwater.probe;

import dev.breakwater.upstream.Traffic;

/** The kinds of requests that every format may use. */
public enum CommonQuestion implements ProbeQuestion {
    /** Something that does not exist. */
    NOTHING(Traffic.METADATA, Expectation.ABSENCE),
    /** Something small, during a load test. */
    CROWD(Traffic.METADATA, Expectation.LOAD),
    /** HTTP behaviour: conditional requests, compression. */
    MANNERS(Traffic.METADATA, Expectation.MANNERS),
    /** A small archive. */
    SMALL(Traffic.ARCHIVE, Expectation.CONTENT),
    /** A large archive that is often requested. */
    HOT(Traffic.ARCHIVE, Expectation.CONTENT),
    /** A large archive that is rarely requested. */
    COLD(Traffic.ARCHIVE, Expectation.CONTENT),
    /** The second half of an archive. */
    RANGE(Traffic.ARCHIVE, Expectation.PART);

    private final Traffic traffic;
    private final Expectation expectation;

    CommonQuestion(Traffic traffic, Expectation expectation) {
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
