package dev.breakwater.admin;

import java.util.SequencedMap;

/**
 * How clients of a repository are set up.
 *
 * @param repository its name
 * @param command sets up a client on its machine, for good
 * @param variables the same by variables of the environment
 */
public record ClientLines(String repository, String command, SequencedMap<String, String> variables) {}
