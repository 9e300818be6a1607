package dev.breakwater.upstream;

/**
 * Whether the server starts offline; an operator may switch that later.
 *
 * @param offline contact no upstream: serve from the cache only
 */
public record OfflineSettings(boolean offline) {}
