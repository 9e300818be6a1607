package dev.breakwater.admin;

import dev.breakwater.catalogue.Catalogue;
import dev.breakwater.insight.AlertHistory;
import dev.breakwater.insight.Builds;
import dev.breakwater.insight.Figures;
import dev.breakwater.insight.TrafficLog;
import dev.breakwater.insight.UpstreamStories;
import dev.breakwater.status.ServiceStatus;

/** What there is to be shown. Safe for many threads. */
public interface Sources {
    /** How the server is. */
    ServerState server();

    /** Whether builds are safe. */
    ServiceStatus status();

    /** The upstreams and their state. */
    Upstreams upstreams();

    /** What became of requests. */
    Figures figures();

    /** The requests by build. */
    Builds builds();

    /** The last requests. */
    TrafficLog traffic();

    /** What happened with upstreams. */
    UpstreamStories chronicle();

    /** The alerts. */
    AlertHistory alerts();

    /** What is held, by module. */
    Catalogue catalogue();

    /** Whether what is kept under that name in the store is private. */
    boolean confidential(String repository);

    /** How much is held. */
    Storage storage();

    /**
     * What a collection would let go now: walks over everything that is held.
     *
     * @throws AdminException where that cannot be told
     */
    StoragePreview preview() throws AdminException;
}
