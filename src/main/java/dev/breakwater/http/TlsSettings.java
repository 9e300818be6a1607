package dev.breakwater.http;

import dev.breakwater.config.FixedAtStart;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The server's own certificate, in PEM files. {@code cert} and {@code key} are either both set, and the server speaks TLS, or
 * both missing.
 *
 * @param cert the server's certificate and its chain
 * @param key the server's private key
 */
public record TlsSettings(@Nullable Path cert, @Nullable Path key) implements FixedAtStart<TlsSettings> {
    @Override
    public TlsSettings over(TlsSettings started) {
        return started;
    }
}
