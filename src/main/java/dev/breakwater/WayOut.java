package dev.breakwater;

import dev.breakwater.config.DatabaseSettings;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.web.Proxying;
import dev.breakwater.web.Web;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What settings say of the way out. */
final class WayOut {
    private WayOut() {}

    /** The way out as {@code settings} have it. */
    static Web of(Settings settings) {
        return new Web(trusted(settings), settings.tls().caFile(), proxying(settings));
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
            repository.upstreams().stream().map(UpstreamSettings::proxy).forEach(proxy -> addHost(hosts, proxy));
            repository.databases().stream().flatMap(d -> d.sources().stream()).forEach(source -> {
                if (source instanceof DatabaseSettings.Source.At(URI url)) {
                    hosts.add(url.getHost());
                }
            });
        }
        addHost(hosts, settings.proxy().http());
        addHost(hosts, settings.proxy().https());
        return hosts;
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
