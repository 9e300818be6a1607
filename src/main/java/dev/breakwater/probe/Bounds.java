package dev.breakwater.probe;

import java.time.Duration;

/**
 * The limits of an evaluation.
 *
 * @param time the total time
 * @param traffic the bytes from each mirror
 * @param atOnce the most requests to one mirror at the same time
 */
public record Bounds(Duration time, long traffic, int atOnce) {
    /** The usual ones. */
    public static final Bounds USUAL = new Bounds(Duration.ofSeconds(30), 60_000_000, 64);
}
