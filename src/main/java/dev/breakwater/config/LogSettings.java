package dev.breakwater.config;

/**
 * What the log looks like.
 *
 * @param access whether each request is a line
 */
public record LogSettings(LogFormat format, boolean access) {}
