package dev.breakwater.app;

import dev.breakwater.config.Settings;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outbound HTTP clients, from settings. */
final class WayOut {
    private WayOut() {}

    /** The outbound client of {@code settings}. It trusts no internal host: its users add the configured ones. */
    static OutboundHttp of(Settings settings) {
        return outbound(settings).to(Set.of());
    }

    /** The same for an evaluation: upstreams, and the addresses that the user gave, may be internal. */
    static OutboundHttp of(Settings settings, List<URI> named) {
        Set<Endpoint> trusted = new HashSet<>();
        named.forEach(uri -> trusted.addAll(Endpoint.ofUpstream(uri)));
        ChainSettings.upstreams(settings).forEach(upstream -> trusted.addAll(upstream.endpoints()));
        settings.repositories().values().stream()
                .flatMap(repository -> DatabaseSettings.of(repository).stream())
                .flatMap(DatabaseSettings::addresses)
                .forEach(url -> trusted.addAll(Endpoint.ofUpstream(url)));
        return of(settings).trusting(trusted);
    }

    /** The headers of each request to {@code upstream}, including credentials. */
    static Map<String, String> headers(UpstreamSettings upstream) {
        Map<String, String> headers = new HashMap<>();
        upstream.headers().forEach((name, secret) -> headers.put(name, secret.value()));
        Credentials credentials = upstream.credentials();
        if (credentials != null) {
            headers.put("Authorization", credentials.header());
        }
        return headers;
    }

    /** The client for {@code host}, which the user of a command has given. */
    static OutboundHttp to(String host, @Nullable Path caFile, Settings settings) {
        return new OutboundHttp(
                Set.of(host),
                caFile == null ? outbound(settings).caFile() : caFile,
                outbound(settings).proxies());
    }

    /** The client for new {@code settings}; {@code web} itself if they change nothing. */
    static OutboundHttp changed(OutboundHttp web, Settings settings) {
        return web.with(outbound(settings).proxies());
    }

    private static OutboundSettings outbound(Settings settings) {
        return settings.get(OutboundSettings.class);
    }
}
