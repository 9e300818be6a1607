package dev.breakwater.repository;

import dev.breakwater.config.Settings;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.Key;
import dev.breakwater.store.Store;
import dev.breakwater.web.OutboundHttp;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The services of a running server for a format.
 *
 * @param settings those that the server was started with
 * @param fetcher gets resources, from the store or from origins
 * @param changes gets the key of each entry that the format adds or removes by itself
 * @param web the current outbound HTTP client
 * @param fetches the most fetches at once
 */
public record FormatContext(
        Settings settings,
        Store store,
        Fetcher fetcher,
        Consumer<Key> changes,
        Supplier<OutboundHttp> web,
        Events events,
        Clocks clocks,
        int fetches) {
    /** The server's data folder. */
    public Path dataFolder() {
        return settings.get(DataSettings.class).folder();
    }
}
