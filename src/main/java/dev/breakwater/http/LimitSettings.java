package dev.breakwater.http;

import dev.breakwater.config.FixedAtStart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits for clients.
 *
 * @param connections how many connections may be open at once; missing: as many as the descriptor limit allows
 * @param headerSize how many bytes all the headers of a request may have
 * @param urlLength how many bytes the first line of a request may have
 * @param requestTime how long the head of a request may take to arrive
 * @param idleTime how long a connection may be silent
 * @param drainTime how long running answers may continue after the order to stop
 */
public record LimitSettings(
        @Nullable Integer connections,
        int headerSize,
        int urlLength,
        Duration requestTime,
        Duration idleTime,
        Duration drainTime)
        implements FixedAtStart<LimitSettings> {
    @Override
    public LimitSettings over(LimitSettings started) {
        return new LimitSettings(
                started.connections,
                started.headerSize,
                started.urlLength,
                started.requestTime,
                started.idleTime,
                drainTime);
    }
}
