package dev.breakwater.app;

import dev.breakwater.config.Settings;
import dev.breakwater.event.Events;
import dev.breakwater.insight.Metrics;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.repository.Namings;
import dev.breakwater.store.FileStore;
import dev.breakwater.upstream.Health;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The parts of a running server that its pages, its API and its gauges look at.
 *
 * @param node this server's name in Via headers
 * @param settings the settings in force
 */
record ServerParts(
        String node,
        Supplier<Settings> settings,
        FileStore store,
        Health health,
        Metrics metrics,
        Overview overview,
        OfflineMode offline,
        KnownFormats formats,
        Namings namings,
        Events events,
        InstantSource clock) {}
