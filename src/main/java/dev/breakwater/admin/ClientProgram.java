package dev.breakwater.admin;

import java.util.List;
import java.util.SequencedMap;

/**
 * How a client is set up that reads files.
 *
 * @param program its name
 * @param files the texts of its files by their paths
 * @param notes what to know besides, each a line
 */
public record ClientProgram(String program, SequencedMap<String, String> files, List<String> notes) {}
