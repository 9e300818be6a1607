package dev.breakwater.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code tls} block. */
final class TlsReader {
    private TlsReader() {}

    static TlsSettings read(Reading reading, Block block) {
        Path cert = block.find(Keys.TLS_CERT);
        Path key = block.find(Keys.TLS_KEY);
        Path caFile = block.find(Keys.TLS_CA_FILE);
        SourcedText certGiven = block.given(Keys.TLS_CERT);
        SourcedText keyGiven = block.given(Keys.TLS_KEY);
        if (certGiven != null && keyGiven == null) {
            reading.mistake(certGiven, "tls.cert without tls.key", "name the private key's file as tls.key");
        }
        if (keyGiven != null && certGiven == null) {
            reading.mistake(keyGiven, "tls.key without tls.cert", "name the certificate's file as tls.cert");
        }
        for (Key<Path> each : List.of(Keys.TLS_CERT, Keys.TLS_KEY, Keys.TLS_CA_FILE)) {
            warnOfMissing(reading, block, each);
        }
        return new TlsSettings(cert, key, caFile == null ? ofEnvironment(reading, block) : caFile);
    }

    /** The certificates that the go command trusts by SSL_CERT_FILE, if they can be read; else a note says so. */
    private static @Nullable Path ofEnvironment(Reading reading, Block block) {
        String named = reading.environment().getOrDefault("SSL_CERT_FILE", "");
        if (named.isBlank()) {
            return null;
        }
        try {
            Path file = Path.of(named);
            if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("BEGIN CERTIFICATE")) {
                reading.note("the certificates in SSL_CERT_FILE are trusted too: " + SafeText.shown(named));
                reading.effective(
                        new Effective(block.at(Keys.TLS_CA_FILE.name()), List.of(named), false, "SSL_CERT_FILE"));
                return file;
            }
            reading.note("SSL_CERT_FILE is not taken from the environment: it names a file without certificates");
        } catch (IOException | InvalidPathException e) {
            reading.note("SSL_CERT_FILE is not taken from the environment: it names a file that can't be read");
        }
        return null;
    }

    /** No mistake: a configuration may be checked on another machine than the one it is for. */
    private static void warnOfMissing(Reading reading, Block block, Key<Path> key) {
        @Nullable SourcedText given = block.given(key);
        if (given != null
                && key.type().parse().apply(given.text()) instanceof Parsed.Right<Path>(Path file)
                && !Files.isReadable(file)) {
            reading.warning(
                    given.place(),
                    given.where(),
                    "tls." + key.name() + " names " + given.shown() + ", which cannot be read here",
                    "the server will not start without it");
        }
    }
}
