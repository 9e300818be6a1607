package dev.breakwater.admin;

/**
 * The operator's offline switch.
 *
 * @param offline whether the server contacts no upstreams and serves only stored files
 */
public record OfflineSwitch(boolean offline) {}
