package dev.breakwater.fetch;

import java.time.Duration;

/** A part of a request's time, for {@code Server-Timing}: {@code upstream}, {@code verify}, {@code wait}. */
public record Timing(String name, Duration took) {}
