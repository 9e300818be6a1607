package dev.breakwater.admin;

import dev.breakwater.catalogue.Catalogue;
import dev.breakwater.insight.AlertHistory;
import dev.breakwater.insight.Builds;
import dev.breakwater.insight.Figures;
import dev.breakwater.insight.TrafficLog;
import dev.breakwater.insight.UpstreamStories;
import dev.breakwater.repository.PackageDetails;
import dev.breakwater.status.ServiceStatus;
import java.util.List;

/** The sources of the console's data. Safe for many threads. */
public interface Sources {
    /** The server's state. */
    ServerState server();

    /** How clients of each repository are set up that reach this server at {@code base}. */
    List<ClientLines> clients(String base);

    /** How clients are set up that read files and reach this server at {@code base}. */
    List<ClientProgram> programs(String base);

    /** Whether builds are safe. */
    ServiceStatus status();

    /** The upstreams and their state. */
    Upstreams upstreams();

    /** The request statistics. */
    Figures figures();

    /** The requests by build. */
    Builds builds();

    /** The last requests. */
    TrafficLog traffic();

    /** The upstreams' histories. */
    UpstreamStories chronicle();

    /** The alerts. */
    AlertHistory alerts();

    /** The catalogue of stored modules. */
    Catalogue catalogue();

    /**
     * What the format says of some {@code versions} of a module, to a client that reaches this server at {@code base}.
     *
     * @param repository under which it is stored
     */
    List<PackageDetails.VersionDetail> details(String repository, String module, List<String> versions, String base)
            throws InterruptedException;

    /** Whether the content stored under that name is private. */
    boolean confidential(String repository);

    /** How much is stored. */
    Storage storage();

    /**
     * What a collection would remove now; reads the whole store.
     *
     * @throws AdminException if the store can't be read
     */
    StoragePreview preview() throws AdminException;
}
