package dev.breakwater.format.npm.probe;

import dev.breakwater.probe.ProbeQuestion;
import dev.breakwater.upstream.Traffic;

/** The kinds of requests to an npm registry, besides tarballs. */
enum NpmQuestion implements ProbeQuestion {
    /** A package's whole document. */
    DOCUMENT(Expectation.CONTENT),
    /** The same in the short form for installs. */
    INSTALL(Expectation.CONTENT),
    /** The manifest of one version: what a locked install needs. */
    RECORD(Expectation.CONTENT),
    /** The keys that sign versions. */
    KEYS(Expectation.SERVICE),
    /** What {@code npm audit} asks. */
    AUDIT(Expectation.SERVICE),
    SEARCH(Expectation.SERVICE);

    private final Expectation expectation;

    NpmQuestion(Expectation expectation) {
        this.expectation = expectation;
    }

    @Override
    public Traffic traffic() {
        return Traffic.METADATA;
    }

    @Override
    public Expectation expectation() {
        return expectation;
    }
}
