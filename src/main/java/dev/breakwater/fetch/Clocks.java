package dev.breakwater.fetch;

import java.time.InstantSource;

/**
 * The two clocks of the server.
 *
 * @param wall the time of day, for stored times
 * @param steady a monotonic clock, for durations
 */
public record Clocks(InstantSource wall, InstantSource steady) {}
