package dev.breakwater.app;

import dev.breakwater.auth.AccessSettings;
import dev.breakwater.config.Block;
import dev.breakwater.config.Place;
import dev.breakwater.config.Schema;
import dev.breakwater.config.Settings;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.http.TlsSettings;
import dev.breakwater.upstream.ChainSettings;
import java.net.URI;

/** Warns if authentication is required over clear text: the go command sends no credentials there. */
final class ClearTextCheck implements Schema.Check {
    @Override
    public void check(Block top, Settings settings) {
        Place access = top.place("access");
        URI url = settings.get(ServerSettings.class).publicUrl();
        boolean secured = settings.get(TlsSettings.class).cert() != null
                || (url != null && url.getScheme().equals("https"));
        boolean something = access != null
                || settings.repositories().values().stream()
                        .anyMatch(each ->
                                !ChainSettings.of(each).privatePatterns().isEmpty());
        if (settings.get(AccessSettings.class).wanted() && something && !secured) {
            top.reading()
                    .warning(
                            access,
                            access == null ? "private" : access.toString(),
                            "credentials are required, and the go command sends them only over https",
                            "set tls.cert and tls.key, or public-url to the https address of what stands in front of this server");
        }
    }
}
