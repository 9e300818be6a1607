package dev.breakwater.app;

import dev.breakwater.config.Adopted;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.insight.AlertSettings;
import dev.breakwater.store.DataSettings;
import dev.breakwater.upstream.Probes;
import dev.breakwater.web.OutboundHttp;
import java.io.IOException;
import java.util.function.Supplier;

/** Activates a configuration, at the start and whenever it changes; running requests finish with the old one. */
final class ConfigChange {
    private final ActiveConfig config;
    private final SiteBuilder sites;
    private final Probes probes;
    private final Monitoring monitoring;
    private final Events events;

    ConfigChange(ActiveConfig config, SiteBuilder sites, Probes probes, Monitoring monitoring, Events events) {
        this.config = config;
        this.sites = sites;
        this.probes = probes;
        this.monitoring = monitoring;
        this.events = events;
    }

    /**
     * Activates the initial configuration.
     *
     * @throws IOException if a folder that it needs can't be made
     */
    void first() throws IOException {
        serve(config.started(), config.web());
    }

    /** Activates {@code loaded}, except what needs a restart; {@code url} is the server's address afterwards. */
    void apply(Loaded loaded, Supplier<String> url) {
        Settings next = loaded.settings().over(config.started());
        try {
            serve(next, WayOut.changed(config.web(), next));
        } catch (IOException e) {
            events.publish(new Event.Alarm("configuration", "cannot be put in force: " + e.getMessage(), e));
            return;
        }
        remember(loaded);
        alert(url);
        tell(loaded);
    }

    private void serve(Settings settings, OutboundHttp web) throws IOException {
        config.set(settings, sites.site(settings, web), web);
        probes.watch(sites.watches());
        monitoring.watch(settings, sites.watches());
    }

    /** Sends alerts to the configured webhooks, with links to {@code url}. */
    void alert(Supplier<String> url) {
        monitoring.webhooks().change(config.settings().get(AlertSettings.class).webhooks(), config.web(), url.get());
    }

    /** Logs the notes of its reading. */
    void tell(Loaded loaded) {
        loaded.notes().forEach(note -> events.publish(new Event.LogNote("configuration", note)));
        loaded.warnings().forEach(w -> events.publish(new Event.LogNote("configuration", w.toString())));
    }

    /** Stores what was taken from the environment, and logs which upstreams are new. */
    void remember(Loaded loaded) {
        loaded.widened().forEach(added -> events.publish(new Event.Alarm("upstreams", added, null)));
        try {
            Adopted.keep(config.started().get(DataSettings.class).folder(), loaded.adopted());
        } catch (IOException e) {
            events.publish(
                    new Event.Alarm("store", "cannot remember which upstreams were adopted: " + e.getMessage(), e));
        }
    }
}
