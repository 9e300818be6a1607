package dev.breakwater.insight;

import dev.breakwater.config.FixedAtStart;

/**
 * The settings of the log.
 *
 * @param access whether each request is a line
 */
public record LogSettings(LogFormat format, boolean access) implements FixedAtStart<LogSettings> {
    @Override
    public LogSettings over(LogSettings started) {
        return new LogSettings(started.format, access);
    }
}
