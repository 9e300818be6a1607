package dev.breakwater.app;

import dev.breakwater.config.Credentials;
import dev.breakwater.config.DatabaseSettings;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Secret;
import dev.breakwater.config.Settings;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.config.WebhookSettings;
import dev.breakwater.insight.MessageShape;
import dev.breakwater.insight.WebhookTarget;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
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
        return new OutboundHttp(Set.of(), settings.tls().caFile(), proxying(settings));
    }

    /** The same for an evaluation: every upstream, and the addresses that the user named as well, may be anywhere. */
    static OutboundHttp of(Settings settings, List<URI> named) {
        Set<Endpoint> trusted = new HashSet<>();
        named.forEach(uri -> trusted.addAll(Endpoint.ofUpstream(uri)));
        for (RepositorySettings repository : settings.repositories().values()) {
            repository.upstreams().forEach(upstream -> trusted.addAll(endpoints(upstream)));
            repository.databases().stream().flatMap(d -> d.sources().stream()).forEach(source -> {
                if (source instanceof DatabaseSettings.Source.At(URI url)) {
                    trusted.addAll(Endpoint.ofUpstream(url));
                }
            });
        }
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

    /** The way to what strangers name: only public addresses. */
    static OutboundHttp ofStrangers(Settings settings) {
        return of(settings);
    }

    /** The way to the repositories of one owner: {@code own} hosts may be anywhere, at every port. */
    static OutboundHttp toHosts(Set<String> own, Settings settings) {
        return new OutboundHttp(own, settings.tls().caFile(), proxying(settings));
    }

    /** The way to {@code host}, which whoever runs a command has named. */
    static OutboundHttp to(String host, @Nullable Path caFile, Settings settings) {
        return new OutboundHttp(Set.of(host), caFile == null ? settings.tls().caFile() : caFile, proxying(settings));
    }

    /** The same way out once {@code settings} are in force; {@code web} itself where they change nothing of it. */
    static OutboundHttp changed(OutboundHttp web, Settings settings) {
        return web.with(proxying(settings));
    }

    /** The webhooks that {@code settings} name. */
    static List<WebhookTarget> webhooks(Settings settings) {
        return settings.webhooks().stream().map(WayOut::target).toList();
    }

    private static WebhookTarget target(WebhookSettings webhook) {
        Secret secret = webhook.secret();
        return new WebhookTarget(
                webhook.name(),
                webhook.url().value(),
                switch (webhook.shape()) {
                    case GENERIC -> MessageShape.GENERIC;
                    case SLACK -> MessageShape.SLACK;
                    case DINGTALK -> MessageShape.DINGTALK;
                    case FEISHU -> MessageShape.FEISHU;
                    case WECOM -> MessageShape.WECOM;
                },
                secret == null ? null : secret.value(),
                webhook.events());
    }

    private static Proxying proxying(Settings settings) {
        return new Proxying(
                settings.proxy().http(),
                settings.proxy().https(),
                settings.proxy().except());
    }
}
