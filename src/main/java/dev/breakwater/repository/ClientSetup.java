package dev.breakwater.repository;

import dev.breakwater.config.RepositorySettings;
import java.util.SequencedMap;

/** The setup of clients that fetch from a repository: an ability of a format. */
public interface ClientSetup {
    /**
     * The variables of a client's environment, with their values.
     *
     * @param address where the client finds {@code repository}
     */
    SequencedMap<String, String> variables(RepositorySettings repository, String address);

    /**
     * The command that sets up the client on its machine, for good.
     *
     * @param address where the client finds the repository
     */
    String command(String address);

    /** One line with the most important part, for the log at the server's start. */
    String hint(String address);
}
