package dev.breakwater.web;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timings of a new connection, step by step. Steps that were not reached are null.
 *
 * @param dns how long the DNS lookup took; null for an address, or if a proxy does the lookup
 * @param tcp how long the connection took, to the proxy if there is one and through it
 * @param tls how long the handshake took
 * @param version the TLS version, as in {@code TLSv1.3}
 * @param alpn the peer's choice of {@code h2} and {@code http/1.1}; requests use the latter in any case
 * @param expires when the first certificate of the peer's chain expires
 * @param status the status of the reply to the one request; 0 if none arrived
 * @param fault why it failed; null if it did not
 */
public record ConnectionTimings(
        @Nullable Duration dns,
        @Nullable Duration tcp,
        @Nullable Duration tls,
        @Nullable String version,
        @Nullable String alpn,
        @Nullable Instant expires,
        int status,
        @Nullable WebException fault) {}
