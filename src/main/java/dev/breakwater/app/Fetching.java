package dev.breakwater.app;

import dev.breakwater.event.Event;
import dev.breakwater.event.Listeners;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.fetch.Engine;
import dev.breakwater.fetch.EntryStorage;
import dev.breakwater.fetch.UpstreamAccess;
import dev.breakwater.http.LimitSettings;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.Descriptors;
import dev.breakwater.store.FileStore;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Probes;
import dev.breakwater.upstream.Selector;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * The parts that fetch and store content: the store, the origins' health, and the engine between them.
 *
 * @param changes gets each entry that was replaced or removed
 */
record Fetching(
        FileStore store, StoreChanges changes, Health health, OfflineMode offline, Engine engine, Probes probes) {
    /** How long a client waits for room to fetch. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Opens the data folder and creates the engine.
     *
     * @throws IOException if the data folder can't be used; the message says why and what to do
     */
    static Fetching open(ActiveConfig config, Listeners events, Clocks clocks, Lifecycle lifecycle) throws IOException {
        FileStore store =
                FileStore.open(config.started().get(DataSettings.class).folder(), clocks.wall(), events);
        lifecycle.onClose(store::close);
        Health health = new Health(events, clocks.steady());
        OfflineMode offline = new OfflineMode(config);
        StoreChanges changes = new StoreChanges();
        Engine engine = new Engine(
                new EntryStorage(store, changes, new Semaphore(Math.clamp(Descriptors.limit() / 8, 16, 512))),
                new UpstreamAccess(
                        new Selector(health, clocks.steady(), new Random()),
                        health,
                        new Budget(0.05, 2, clocks.steady()),
                        new Budget(0.2, 10, clocks.steady()),
                        offline),
                clocks,
                events,
                new Engine.Room(atOnce(), PATIENCE));
        Probes probes = new Probes(health, events, clocks.steady(), offline);
        return new Fetching(store, changes, health, offline, engine, probes);
    }

    /** The most fetches at once: twice the requests to one upstream, so that few started fetches wait for an upstream. */
    static int atOnce() {
        return Math.clamp(Descriptors.limit() / 16, 16, 128);
    }

    /** Whether the store can be read and written. */
    boolean storeWorks() {
        return store.failures().isEmpty() && store.refusals().isEmpty();
    }

    /** Waits until the running fetches are stored, for as long as draining may take. */
    void settle(ActiveConfig config, Listeners events) {
        try {
            engine.settle(config.settings().get(LimitSettings.class).drainTime());
        } catch (InterruptedException e) {
            events.publish(new Event.LogNote("breakwater", "stopping without waiting for what is under way"));
        }
    }
}
