package dev.breakwater.probe;

import dev.breakwater.upstream.Traffic;

/** The kinds of requests to a mirror. */
enum ProbeQuestion {
    LIST(Traffic.METADATA),
    LATEST(Traffic.METADATA),
    INFO(Traffic.METADATA),
    MOD(Traffic.METADATA),
    /** Something that does not exist. */
    NOTHING(Traffic.METADATA),
    /** Something small, during a load test. */
    CROWD(Traffic.METADATA),
    /** HTTP behaviour: conditional requests, compression. */
    MANNERS(Traffic.METADATA),
    ZIP(Traffic.ARCHIVE),
    HOT(Traffic.ARCHIVE),
    COLD(Traffic.ARCHIVE),
    RANGE(Traffic.ARCHIVE),
    SUPPORTED(Traffic.CHECKSUM),
    HEAD(Traffic.CHECKSUM),
    LOOKUP(Traffic.CHECKSUM),
    TILE(Traffic.CHECKSUM);

    private final Traffic traffic;

    ProbeQuestion(Traffic traffic) {
        this.traffic = traffic;
    }

    Traffic traffic() {
        return traffic;
    }
}
