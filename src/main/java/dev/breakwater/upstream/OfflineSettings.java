package dev.breakwater.upstream;

/**
 * Whether upstreams are left alone, until an operator switches that.
 *
 * @param offline never ask an upstream: serve what is held
 */
public record OfflineSettings(boolean offline) {}
