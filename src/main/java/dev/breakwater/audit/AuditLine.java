package dev.breakwater.audit;

import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log, as JSON. It reports one action or, if {@code lost} is more than zero, that so many lines are
 * missing or were combined.
 *
 * @param time when, by RFC 3339
 * @param who the caller's name; {@code -} if anonymous
 * @param credential what identified the caller; no secret
 * @param from the client's address
 * @param did {@code read} or {@code publish}; {@code lost} or {@code refused} for combined lines
 * @param module the module
 * @param path the path as it was sent
 * @param result {@code hit}, {@code miss}, {@code kept}, {@code refused} …
 */
public record AuditLine(
        String time,
        String who,
        String credential,
        String from,
        String did,
        String repository,
        String module,
        @Nullable String path,
        int status,
        String result,
        long bytes,
        long lost) {}
