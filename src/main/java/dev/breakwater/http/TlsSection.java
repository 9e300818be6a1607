package dev.breakwater.http;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Reading;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Settings;
import dev.breakwater.config.SourcedText;
import dev.breakwater.config.Types;
import java.nio.file.Path;
import java.util.List;

/** The server's own certificate. */
public final class TlsSection implements Section<TlsSettings> {
    private static final SettingKey<String> TLS = SettingKey.block("tls", Shape.BLOCK, "Certificates, as PEM files.");
    private static final SettingKey<Path> CERT = SettingKey.value(
                    "cert",
                    Types.FILE,
                    "The server's certificate and its chain; read again when it changes. Requires `key`.",
                    "/etc/breakwater/tls.crt")
            .needsRestart();
    private static final SettingKey<Path> KEY = SettingKey.value(
                    "key", Types.FILE, "The server's private key. Requires `cert`.", "/etc/breakwater/tls.key")
            .needsRestart();

    @Override
    public Class<TlsSettings> type() {
        return TlsSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("", List.of(TLS)), new Group("tls", List.of(CERT, KEY)));
    }

    @Override
    public TlsSettings read(Block top, Settings above) {
        Block block = top.below("tls");
        Reading reading = top.reading();
        TlsSettings settings = new TlsSettings(block.find(CERT), block.find(KEY));
        SourcedText cert = block.given(CERT);
        SourcedText key = block.given(KEY);
        if (cert != null && key == null) {
            reading.mistake(cert, "tls.cert without tls.key", "name the private key's file as tls.key");
        }
        if (key != null && cert == null) {
            reading.mistake(key, "tls.key without tls.cert", "name the certificate's file as tls.cert");
        }
        block.warnOfMissing(CERT, "the server won't start without it");
        block.warnOfMissing(KEY, "the server won't start without it");
        return settings;
    }
}
