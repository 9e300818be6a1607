package dev.breakwater.config;

import java.util.List;

/**
 * A value in force, for people.
 *
 * @param path its place in the file, as in {@code [repositories, releases, upstreams, 0, url]}; numbers are places in a list
 * @param values the values as written in a file, secrets masked; one, or a list
 * @param list whether it is a list
 * @param from its source: {@code --listen}, {@code BREAKWATER_LISTEN}, {@code breakwater.yaml:3}, {@code default}, a command
 * that was run
 */
public record Effective(List<String> path, List<String> values, boolean list, String from) {}
