package dev.breakwater.fetch;

import java.time.InstantSource;

/**
 * Two clocks.
 *
 * @param wall what time it is, for what is kept
 * @param steady one that never jumps, for how long things take
 */
public record Clocks(InstantSource wall, InstantSource steady) {}
