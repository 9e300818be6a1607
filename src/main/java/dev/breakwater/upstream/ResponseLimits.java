package dev.breakwater.upstream;

import java.time.Duration;

/**
 * How long an origin may delay one exchange before another origin is also asked, and whether it may continue after that. None
 * of the times ends an exchange: a late one is cancelled once another delivers.
 *
 * @param firstByte until the head of the reply
 * @param stall in the middle of a body
 * @param demanding whether to end a body that is too slow for a minute, since a client may have chosen its host
 */
public record ResponseLimits(Duration firstByte, Duration stall, boolean demanding) {
    /** How long any exchange stays open in silence. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final ResponseLimits SMALL =
            new ResponseLimits(Duration.ofSeconds(3), Duration.ofMillis(1500), false);
    private static final ResponseLimits LARGE =
            new ResponseLimits(Duration.ofSeconds(10), Duration.ofMillis(1500), false);

    /** The defaults. */
    public static ResponseLimits of(Traffic traffic) {
        return switch (traffic) {
            case METADATA, CHECKSUM -> SMALL;
            case ARCHIVE -> LARGE;
        };
    }
}
