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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What settings say of the way out. */
final class WayOut {
    private WayOut() {}

    /** The way out as {@code settings} have it. It trusts no host: who uses it says whom the operator named. */
    static OutboundHttp of(Settings settings) {
        return outbound(settings).to(Set.of());
    }

    /** The same for an evaluation: every upstream, and the addresses that the user named as well, may be anywhere. */
    static OutboundHttp of(Settings settings, List<URI> named) {
        Set<Endpoint> trusted = new HashSet<>();
        named.forEach(uri -> trusted.addAll(Endpoint.ofUpstream(uri)));
        ChainSettings.upstreams(settings).forEach(upstream -> trusted.addAll(endpoints(upstream)));
        settings.repositories().values().stream()
                .flatMap(repository -> DatabaseSettings.of(repository).stream())
                .flatMap(DatabaseSettings::addresses)
                .forEach(url -> trusted.addAll(Endpoint.ofUpstream(url)));
        return of(settings).trusting(trusted);
    }

    /** Where {@code upstream} may send us: to itself, and to the hosts that the operator names for its redirects. */
    static Set<Endpoint> endpoints(UpstreamSettings upstream) {
        Set<Endpoint> all = new HashSet<>(Endpoint.ofUpstream(upstream.url()));
        upstream.redirectHosts().forEach(host -> all.addAll(Endpoint.named(host)));
        return all;
    }

    /** What is sent with each request to {@code upstream}, credentials among it. */
    static Map<String, String> headers(UpstreamSettings upstream) {
        Map<String, String> headers = new HashMap<>();
        upstream.headers().forEach((name, secret) -> headers.put(name, secret.value()));
        switch (upstream.credentials()) {
            case null -> {}
            case Credentials.Basic(String user, var password) -> {
                byte[] pair = (user + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
                headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
            }
            case Credentials.Bearer(var token) -> headers.put("Authorization", "Bearer " + token.value());
        }
        return headers;
    }

    /** The way to {@code host}, which whoever runs a command has named. */
    static OutboundHttp to(String host, @Nullable Path caFile, Settings settings) {
        return new OutboundHttp(
                Set.of(host),
                caFile == null ? outbound(settings).caFile() : caFile,
                outbound(settings).proxies());
    }

    /** The same way out once {@code settings} are in force; {@code web} itself where they change nothing of it. */
    static OutboundHttp changed(OutboundHttp web, Settings settings) {
        return web.with(outbound(settings).proxies());
    }

    private static OutboundSettings outbound(Settings settings) {
        return settings.get(OutboundSettings.class);
    }
}
