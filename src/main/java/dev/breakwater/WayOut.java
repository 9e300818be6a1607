package dev.breakwater;

import dev.breakwater.config.Credentials;
import dev.breakwater.config.DatabaseSettings;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Secret;
import dev.breakwater.config.Settings;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.config.WebhookSettings;
import dev.breakwater.insight.Shape;
import dev.breakwater.insight.Target;
import dev.breakwater.web.Proxying;
import dev.breakwater.web.Web;
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

    /** The way out as {@code settings} have it. */
    static Web of(Settings settings) {
        return new Web(trusted(settings), settings.tls().caFile(), proxying(settings));
    }

    /** The same, where the user named these addresses as well: they may be anywhere, too. */
    static Web of(Settings settings, List<URI> named) {
        Set<String> hosts = trusted(settings);
        named.forEach(uri -> addHost(hosts, uri));
        return new Web(hosts, settings.tls().caFile(), proxying(settings));
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

    /** The way to what strangers name: of the hosts that the configuration names only the proxies may be anywhere. */
    static Web ofStrangers(Settings settings) {
        return toHosts(Set.of(), settings);
    }

    /** The way to the repositories of one owner: {@code own} hosts may be anywhere as well. */
    static Web toHosts(Set<String> own, Settings settings) {
        Set<String> hosts = new HashSet<>();
        addHost(hosts, settings.proxy().http());
        addHost(hosts, settings.proxy().https());
        // needed for names alone, and what a stranger writes may name an address
        hosts.removeIf(host -> host.matches("[0-9.]+|.*:.*"));
        hosts.addAll(own);
        return new Web(hosts, settings.tls().caFile(), proxying(settings));
    }

    /** The way to {@code host}, which whoever runs a command has named. */
    static Web to(String host, @Nullable Path caFile, Settings settings) {
        Set<String> hosts = new HashSet<>(trusted(settings));
        hosts.add(host);
        return new Web(hosts, caFile == null ? settings.tls().caFile() : caFile, proxying(settings));
    }

    /** The same way out once {@code settings} are in force; {@code web} itself where they change nothing of it. */
    static Web changed(Web web, Settings settings) {
        return web.with(trusted(settings), proxying(settings));
    }

    /** The hosts that the configuration names: these may have internal addresses. */
    private static Set<String> trusted(Settings settings) {
        Set<String> hosts = new HashSet<>();
        for (RepositorySettings repository : settings.repositories().values()) {
            repository.upstreams().forEach(u -> hosts.add(u.url().getHost()));
            addHost(hosts, repository.warm().indexFeed());
            repository.upstreams().stream().map(UpstreamSettings::proxy).forEach(proxy -> addHost(hosts, proxy));
            repository.databases().stream().flatMap(d -> d.sources().stream()).forEach(source -> {
                if (source instanceof DatabaseSettings.Source.At(URI url)) {
                    hosts.add(url.getHost());
                }
            });
        }
        settings.access().providers().forEach(each -> {
            addHost(hosts, URI.create(each.issuer()));
            addHost(hosts, each.keys());
        });
        settings.webhooks().forEach(webhook -> hosts.add(webhook.host()));
        addHost(hosts, settings.proxy().http());
        addHost(hosts, settings.proxy().https());
        return hosts;
    }

    /** The webhooks that {@code settings} name. */
    static List<Target> webhooks(Settings settings) {
        return settings.webhooks().stream().map(WayOut::target).toList();
    }

    private static Target target(WebhookSettings webhook) {
        Secret secret = webhook.secret();
        return new Target(
                webhook.name(),
                webhook.url().value(),
                switch (webhook.shape()) {
                    case GENERIC -> Shape.GENERIC;
                    case SLACK -> Shape.SLACK;
                    case DINGTALK -> Shape.DINGTALK;
                    case FEISHU -> Shape.FEISHU;
                    case WECOM -> Shape.WECOM;
                },
                secret == null ? null : secret.value(),
                webhook.events());
    }

    private static void addHost(Set<String> hosts, @Nullable URI uri) {
        if (uri != null && uri.getHost() != null) {
            hosts.add(uri.getHost());
        }
    }

    private static Proxying proxying(Settings settings) {
        return new Proxying(
                settings.proxy().http(),
                settings.proxy().https(),
                settings.proxy().except());
    }
}
