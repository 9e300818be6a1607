package dev.breakwater.app;

import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.event.Listeners;
import dev.breakwater.insight.Alerts;
import dev.breakwater.insight.Metrics;
import dev.breakwater.insight.UpstreamLedger;
import dev.breakwater.insight.Webhooks;
import dev.breakwater.probe.SyncWatch;
import dev.breakwater.probe.VersionLists;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.repository.Namings;
import dev.breakwater.store.DataSettings;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Probes;
import dev.breakwater.upstream.UpstreamSettings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The monitoring of a server: the figures on pages, alerts with their webhooks, and the detection of lagging upstreams. */
record Monitoring(KnownFormats formats, Alerts alerts, Webhooks webhooks, Overview overview, SyncWatch sync) {
    /** Listens from now on; nothing runs until {@link #start}. */
    static Monitoring of(
            ActiveConfig config,
            Observation observed,
            Fetching fetching,
            KnownFormats formats,
            Namings namings,
            InstantSource clock,
            Lifecycle lifecycle) {
        Listeners events = observed.events();
        Metrics metrics = observed.metrics();
        UpstreamLedger ledger = new UpstreamLedger(metrics, clock);
        events.add(ledger);
        events.add(event -> {
            if (event instanceof Event.Listed listed) {
                fetching.health().late(listed.upstream(), ledger.late(listed.upstream()));
            }
        });
        Alerts alerts = new Alerts(events, clock, ledger, fetching::storeWorks);
        events.add(alerts);
        Overview overview = new Overview(
                config.started().get(DataSettings.class).folder(),
                namings,
                fetching.store().stock(),
                ledger,
                events,
                clock);
        fetching.changes().add(overview.catalogue()::changed);
        SyncWatch sync = new SyncWatch(
                events,
                clock,
                fetching.offline(),
                () -> ledger.latest().map(late -> new SyncWatch.WatchedModule(late.repository(), late.subject())));
        events.add(sync);
        Webhooks webhooks = new Webhooks(events, clock, Webhooks.RetryPace.USUAL);
        events.add(webhooks);
        lifecycle.onClose(overview::close);
        lifecycle.onClose(() -> fetching.settle(config, events));
        return new Monitoring(formats, alerts, webhooks, overview, sync);
    }

    /** Starts its background work. */
    void start(Lifecycle lifecycle) {
        lifecycle.onClose(webhooks::close);
        alerts.start();
        lifecycle.onClose(alerts::close);
        sync.start();
        lifecycle.onClose(sync::close);
        overview.start();
    }

    /** Monitors the origins in {@code watched}, and expects events of those in {@code settings}. */
    void watch(Settings settings, List<Probes.WatchedTiers> watched) {
        Map<String, SyncWatch.WatchedUpstreams> probed = new HashMap<>();
        watched.forEach(watch -> formats.of(settings, watch.tiers().name())
                .as(VersionLists.class)
                .ifPresent(lists -> probed.put(
                        watch.tiers().name(),
                        new SyncWatch.WatchedUpstreams(lists, watch.tiers().all()))));
        sync.watch(probed);
        Map<String, List<String>> upstreams = new HashMap<>();
        Set<String> sources = new HashSet<>();
        settings.repositories().forEach((name, repository) -> {
            upstreams.put(
                    name,
                    ChainSettings.of(repository).upstreams().stream()
                            .map(UpstreamSettings::name)
                            .toList());
            DatabaseSettings.of(repository).stream()
                    .flatMap(DatabaseSettings::addresses)
                    .forEach(url -> sources.add(url.getHost()));
        });
        alerts.expect(upstreams, sources);
    }
}
