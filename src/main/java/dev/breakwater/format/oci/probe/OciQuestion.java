package dev.breakwater.format.oci.probe;

import dev.breakwater.probe.ProbeQuestion;
import dev.breakwater.upstream.Traffic;

/** The kinds of requests to a registry, besides blobs. */
enum OciQuestion implements ProbeQuestion {
    /** Whether it demands a token. */
    DEMAND(Expectation.SERVICE),
    /** A token, from the service that it names. */
    TOKEN(Expectation.SERVICE),
    /** Which digest a tag stands for, by HEAD: Docker Hub does not count that as a pull. */
    TAG(Expectation.CONTENT),
    /** The tags of an image. */
    TAGS(Expectation.CONTENT),
    /** A manifest by its digest, which Docker Hub counts as a pull. */
    MANIFEST(Expectation.CONTENT);

    private final Expectation expectation;

    OciQuestion(Expectation expectation) {
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
