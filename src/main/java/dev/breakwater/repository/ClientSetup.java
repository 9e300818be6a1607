package dev.breakwater.repository;

import dev.breakwater.config.RepositorySettings;
import java.util.SequencedMap;

/** Says how a client is set up to fetch from a repository: an ability of a format. */
public interface ClientSetup {
    /**
     * The variables of a client's environment, with their values.
     *
     * @param address where the client finds {@code repository}
     */
    SequencedMap<String, String> variables(RepositorySettings repository, String address);

    /** One line that says the most important of it, for the log of a server that has started. */
    String hint(String address);
}
