package dev.breakwater.repository;

import dev.breakwater.config.RepositorySettings;
import java.net.URI;
import java.util.List;
import java.util.SequencedMap;

/** The configuration files of clients that are set up by files and not by variables: an ability of a format. */
@FunctionalInterface
public interface ClientFiles {
    /**
     * The setup of one program.
     *
     * @param program its name, such as {@code docker}
     * @param files the texts of its files by their absolute paths on the client's machine; empty if it needs none
     * @param notes what to know besides, each a line
     */
    record ProgramSetup(String program, SequencedMap<String, String> files, List<String> notes) {
        /** Copies the list. */
        public ProgramSetup {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The setup of each program, for all repositories of the format together: a client has one set of files.
     *
     * @param repositories those of the format, at least one
     * @param server where the client finds this server
     */
    List<ProgramSetup> programs(List<RepositorySettings> repositories, URI server);
}
