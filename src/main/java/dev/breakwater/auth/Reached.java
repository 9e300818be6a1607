package dev.breakwater.auth;

import org.jspecify.annotations.Nullable;

/**
 * The hosts by which the server is reached: what clients on its own machine may do depends on that.
 *
 * @param listen the host it listens on
 * @param publicHost the host in its public address; null if it has none
 */
public record Reached(String listen, @Nullable String publicHost) {}
