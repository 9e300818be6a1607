package dev.breakwater.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Certificates, all in PEM files. {@code cert} and {@code key} are either both there, and the server speaks TLS, or
 * both missing.
 *
 * @param cert the server's certificate and its chain
 * @param key the server's private key
 * @param caFile certificates to trust towards upstreams, beside those of the JDK and the system
 */
public record TlsSettings(
        @Nullable Path cert, @Nullable Path key, @Nullable Path caFile) {}
