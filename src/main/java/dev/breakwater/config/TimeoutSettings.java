package dev.breakwater.config;

import java.time.Duration;

/**
 * How long an upstream may be silent before another is asked as well.
 *
 * @param connect until the connection stands, TLS included
 * @param metadata until the first byte of a list, info, go.mod or checksum-database answer
 * @param archive until the first byte of a zip
 * @param stall in the middle of a body
 */
public record TimeoutSettings(Duration connect, Duration metadata, Duration archive, Duration stall) {
    /** The defaults. */
    static final TimeoutSettings USUAL = new TimeoutSettings(
            Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMillis(1500));
}
