package dev.breakwater.upstream;

import java.time.Duration;

/**
 * How long an origin may keep us waiting in one exchange before another origin is asked as well, and whether it may go on
 * after that. None of the times ends an exchange: what is late is given up once another delivers.
 *
 * @param firstByte until the head of the reply
 * @param stall in the middle of a body
 * @param demanding whether a body ends where it brings too little for a minute, since a stranger may have named its host
 */
public record ResponseLimits(Duration firstByte, Duration stall, boolean demanding) {
    /** How long any exchange stays open while nothing comes. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final ResponseLimits SMALL =
            new ResponseLimits(Duration.ofSeconds(3), Duration.ofMillis(1500), false);
    private static final ResponseLimits LARGE =
            new ResponseLimits(Duration.ofSeconds(10), Duration.ofMillis(1500), false);

    /** The usual ones. */
    public static ResponseLimits of(Traffic traffic) {
        return switch (traffic) {
            case METADATA, CHECKSUM -> SMALL;
            case ARCHIVE -> LARGE;
        };
    }
}
