package dev.breakwater.fetch;

import java.time.Duration;

/** Where a request spent time, for {@code Server-Timing}: {@code upstream}, {@code verify}, {@code wait}. */
public record Timing(String name, Duration took) {}
