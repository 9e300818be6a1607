package dev.breakwater.admin;

/**
 * The operator's switch.
 *
 * @param offline whether upstreams are left alone: what is held is served, by the rules for the dark
 */
public record OfflineSwitch(boolean offline) {}
