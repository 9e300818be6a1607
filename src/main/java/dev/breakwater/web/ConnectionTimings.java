package dev.breakwater.web;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timings of a new connection, step by step. Steps that were not reached are missing.
 *
 * @param dns how long the name service took; missing for an address, or where a proxy asks it
 * @param tcp how long making the connection took, to the proxy where there is one and through it
 * @param tls how long the handshake took
 * @param version of TLS, as in {@code TLSv1.3}
 * @param alpn what the peer chose of {@code h2} and {@code http/1.1}; requests go by the latter whatever it is
 * @param expires when the first certificate of the peer's chain to do so ends
 * @param status of the reply to the one request that was sent; 0 where none came
 * @param fault why it went no further; null where it did
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
