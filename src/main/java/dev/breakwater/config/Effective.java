package dev.breakwater.config;

import java.util.List;

/**
 * A value in force, for people.
 *
 * @param path its place in the file, as in {@code [repositories, releases, upstreams, 0, url]}; numbers are places in a list
 * @param values as it would be written, secrets masked; one, or a list
 * @param list whether it is a list
 * @param from where it came from: {@code --listen}, {@code BREAKWATER_LISTEN}, {@code breakwater.yaml:3},
 *     {@code default}, a command that was asked
 */
public record Effective(List<String> path, List<String> values, boolean list, String from) {}
