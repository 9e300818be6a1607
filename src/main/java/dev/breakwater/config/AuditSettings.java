package dev.breakwater.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The audit log.
 *
 * @param fileSize how large a file may become, in bytes
 * @param keep how long closed files are kept; null for ever
 */
public record AuditSettings(int fileSize, @Nullable Duration keep) {}
