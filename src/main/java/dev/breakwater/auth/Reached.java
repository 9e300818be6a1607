package dev.breakwater.auth;

import org.jspecify.annotations.Nullable;

/**
 * By which hosts the server is reached: what is open to the machine it runs on depends on that.
 *
 * @param listen the host it listens on
 * @param publicHost the host in its public address; missing if it has none
 */
public record Reached(String listen, @Nullable String publicHost) {}
