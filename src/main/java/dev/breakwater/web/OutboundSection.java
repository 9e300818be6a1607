package dev.breakwater.web;

import dev.breakwater.config.Block;
import dev.breakwater.config.Effective;
import dev.breakwater.config.Group;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Settings;
import dev.breakwater.config.SourcedText;
import dev.breakwater.config.Types;
import dev.breakwater.config.Urls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The configuration section of outgoing requests: proxies, with the usual environment variables, and certificates to trust. */
public final class OutboundSection implements Section<OutboundSettings> {
    private static final SettingKey<Path> CA_FILE = SettingKey.value(
                    "ca-file",
                    Types.FILE,
                    "More certificates to trust for upstreams, besides those of the JDK and the system. Default: the variable"
                            + " SSL_CERT_FILE.",
                    "/etc/breakwater/company-ca.pem")
            .needsRestart();

    private static final SettingKey<String> PROXY =
            SettingKey.block("proxy", Shape.BLOCK, "Proxy for outgoing requests: `http://…`, `socks5://…`.");
    private static final SettingKey<URI> HTTP = SettingKey.value(
            "http",
            Types.PROXY,
            "For `http://` upstreams. Default: the variable HTTP_PROXY or http_proxy.",
            "http://proxy.example.com:3128");
    private static final SettingKey<URI> HTTPS = SettingKey.value(
            "https",
            Types.PROXY,
            "For `https://` upstreams. Default: the variable HTTPS_PROXY or https_proxy.",
            "http://proxy.example.com:3128");
    private static final SettingKey<String> EXCEPT = SettingKey.values(
            "except",
            Types.TEXT,
            "Hosts reached without a proxy: a host and its subdomains, `.example.com`, an IP address, a range, `*`."
                    + " Default: the variable NO_PROXY or no_proxy.",
            "[localhost, .example.com, 10.0.0.0/8]");

    @Override
    public Class<OutboundSettings> type() {
        return OutboundSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(
                new Group("", List.of(PROXY)),
                new Group("tls", List.of(CA_FILE)),
                new Group("proxy", List.of(HTTP, HTTPS, EXCEPT)));
    }

    @Override
    public OutboundSettings read(Block top, Settings above) {
        Reading reading = top.reading();
        Block tls = top.below("tls");
        Path caFile = tls.find(CA_FILE);
        tls.warnOfMissing(CA_FILE, "the server will not start without it");
        if (caFile == null) {
            caFile = ofEnvironment(reading, tls);
        }
        Block block = top.below("proxy");
        URI http = address(reading, block, HTTP, "HTTP_PROXY");
        URI https = address(reading, block, HTTPS, "HTTPS_PROXY");
        List<String> except = block.list(EXCEPT);
        return new OutboundSettings(
                caFile, new Proxying(http, https, except == null ? usualExceptions(reading, block) : except));
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
                reading.note("also trusting the certificates in SSL_CERT_FILE: " + SafeText.shown(named));
                reading.effective(new Effective(block.at(CA_FILE.name()), List.of(named), false, "SSL_CERT_FILE"));
                return file;
            }
            reading.note("SSL_CERT_FILE is ignored: the file contains no certificates");
        } catch (IOException | InvalidPathException e) {
            reading.note("SSL_CERT_FILE is ignored: the file can't be read");
        }
        return null;
    }

    private static @Nullable URI address(Reading reading, Block block, SettingKey<URI> key, String variable) {
        URI written = block.find(key);
        if (written != null || block.given(key) != null) {
            return written;
        }
        SourcedText given = usual(reading, variable);
        if (given == null) {
            return null;
        }
        return switch (Types.PROXY.parse().apply(given.text())) {
            case ParseResult.Right<URI>(URI url) -> {
                reading.effective(new Effective(block.at(key.name()), List.of(Urls.shown(url)), false, given.from()));
                yield url;
            }
            case ParseResult.Wrong<URI>(String what, String instead) -> {
                // other programs share the variable: it may be valid for them, and must not keep this server from
                // starting
                reading.note(given.from() + " is ignored: \"" + SafeText.shown(SafeText.masked(given.text())) + "\" "
                        + what + "; " + instead);
                yield null;
            }
        };
    }

    private static List<String> usualExceptions(Reading reading, Block block) {
        SourcedText given = usual(reading, "NO_PROXY");
        if (given == null) {
            return List.of();
        }
        List<String> except = SafeText.words(given.text());
        reading.effective(new Effective(block.at(EXCEPT.name()), except, true, given.from()));
        return except;
    }

    /** The variable in upper case, else in lower case, as in the go command. */
    private static @Nullable SourcedText usual(Reading reading, String name) {
        SourcedText upper = reading.variable(name);
        return upper != null ? upper : reading.variable(name.toLowerCase(Locale.ROOT));
    }
}
