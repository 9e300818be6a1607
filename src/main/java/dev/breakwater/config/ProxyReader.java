package dev.breakwater.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the {@code proxy} block, and the variables that everybody uses for it. */
final class ProxyReader {
    private ProxyReader() {}

    static ProxySettings read(Reading reading, Block block) {
        URI http = address(reading, block, Keys.PROXY_HTTP, "HTTP_PROXY");
        URI https = address(reading, block, Keys.PROXY_HTTPS, "HTTPS_PROXY");
        List<String> except = block.list(Keys.PROXY_EXCEPT);
        return new ProxySettings(http, https, except == null ? usualExceptions(reading, block) : except);
    }

    private static @Nullable URI address(Reading reading, Block block, Key<URI> key, String variable) {
        URI written = block.find(key);
        if (written != null || block.given(key) != null) {
            return written;
        }
        SourcedText given = usual(reading, variable);
        if (given == null) {
            return null;
        }
        return switch (Types.PROXY.parse().apply(given.text())) {
            case Parsed.Right<URI>(URI url) -> {
                reading.effective(new Effective(block.at(key.name()), List.of(Urls.shown(url)), false, given.from()));
                yield url;
            }
            case Parsed.Wrong<URI>(String what, String instead) -> {
                // the variable is everybody's: it may mean something to others, and must not keep this server from
                // starting
                reading.note(given.from() + " is not used: \"" + SafeText.shown(SafeText.masked(given.text())) + "\" "
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
        reading.effective(new Effective(block.at(Keys.PROXY_EXCEPT.name()), except, true, given.from()));
        return except;
    }

    /** In upper case, else in lower case, as for the go command. */
    private static @Nullable SourcedText usual(Reading reading, String name) {
        SourcedText upper = reading.variable(name);
        return upper != null ? upper : reading.variable(name.toLowerCase(Locale.ROOT));
    }
}
