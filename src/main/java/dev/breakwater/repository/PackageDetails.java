package dev.breakwater.repository;

import dev.breakwater.store.SharedStore;
import java.io.IOException;
import java.util.List;

/** What a page says of stored versions beside their files: an ability of a format. */
@FunctionalInterface
public interface PackageDetails {
    /**
     * Of one version.
     *
     * @param version as it is stored
     * @param target what the version is a name of, such as a digest; empty if it is nothing's
     * @param bytes what a client downloads for it, all in all; 0 if that is not known
     * @param command the command by which a client fetches it
     */
    record VersionDetail(String version, String target, long bytes, String command) {}

    /**
     * Of some {@code versions} of the package {@code module}; of those that can't be read there is none.
     *
     * @param stored the name under which the store keeps the package
     * @param address where the client finds the repository
     */
    List<VersionDetail> of(SharedStore store, String stored, String module, List<String> versions, String address)
            throws IOException, InterruptedException;
}
