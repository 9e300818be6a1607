package dev.breakwater.audit;

import dev.breakwater.config.FixedAtStart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the audit log.
 *
 * @param fileSize how large a file may become, in bytes
 * @param keep how long closed files are kept; null for ever
 */
public record AuditSettings(int fileSize, @Nullable Duration keep) implements FixedAtStart<AuditSettings> {
    @Override
    public AuditSettings over(AuditSettings started) {
        return started;
    }
}
