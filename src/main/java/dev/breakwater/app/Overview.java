package dev.breakwater.app;

import dev.breakwater.catalogue.Catalogue;
import dev.breakwater.event.Listeners;
import dev.breakwater.insight.AlertHistory;
import dev.breakwater.insight.Builds;
import dev.breakwater.insight.Figures;
import dev.breakwater.insight.TrafficLog;
import dev.breakwater.insight.UpstreamLedger;
import dev.breakwater.insight.UpstreamStories;
import dev.breakwater.repository.Namings;
import dev.breakwater.store.StoreUsage;
import java.nio.file.Path;
import java.time.InstantSource;

/** The listeners that collect events for the console and the API. */
final class Overview implements AutoCloseable {
    private final Figures figures;
    private final Builds builds;
    private final TrafficLog traffic;
    private final UpstreamStories chronicle;
    private final AlertHistory alerts;
    private final Catalogue catalogue;
    private boolean started;

    /** Listens to {@code events} from now on. */
    Overview(
            Path dataDir,
            Namings namings,
            StoreUsage stock,
            UpstreamLedger ledger,
            Listeners events,
            InstantSource clock) {
        figures = new Figures(clock);
        builds = new Builds(dataDir.resolve("figures").resolve("builds.json"), events, clock);
        traffic = new TrafficLog(clock);
        chronicle = new UpstreamStories(ledger, clock);
        alerts = new AlertHistory(clock);
        catalogue = new Catalogue(dataDir, namings, () -> stock.counted() ? stock.entries() : -1, events, clock);
        events.add(figures);
        events.add(builds);
        events.add(traffic);
        events.add(chronicle);
        events.add(alerts);
        events.add(catalogue);
    }

    /** Starts its background work. */
    void start() {
        started = true;
        builds.start();
        catalogue.start();
    }

    Figures figures() {
        return figures;
    }

    Builds builds() {
        return builds;
    }

    TrafficLog traffic() {
        return traffic;
    }

    UpstreamStories chronicle() {
        return chronicle;
    }

    AlertHistory alerts() {
        return alerts;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public void close() {
        // closing would wait for a catalogue that never ran
        if (started) {
            catalogue.close();
            builds.close();
        }
    }
}
