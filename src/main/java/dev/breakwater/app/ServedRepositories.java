package dev.breakwater.app;

import dev.breakwater.auth.AccessBuilder;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.auth.Tokens;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.repository.Namings;
import dev.breakwater.repository.RunningFormat;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.RetentionTask;
import dev.breakwater.store.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The served repositories, with their access, refresh and retention.
 *
 * @param sites builds the site of a configuration
 * @param formats each format's shared part, by its name
 */
record ServedRepositories(
        SiteBuilder sites,
        Map<String, RunningFormat> formats,
        Tokens tokens,
        RetentionTask upkeep,
        RefreshScheduler freshening,
        UpkeepScheduler collection) {
    /**
     * Creates it, and starts each format.
     *
     * @throws IOException if the data folder can't be used
     */
    static ServedRepositories of(
            String node,
            ActiveConfig config,
            Fetching fetching,
            KnownFormats formats,
            Namings namings,
            Events events,
            Clocks clocks)
            throws IOException {
        Path dataDir = config.started().get(DataSettings.class).folder();
        Tokens tokens = new Tokens(new TokenFile(dataDir), events);
        FormatContext context = new FormatContext(
                config.started(),
                fetching.store(),
                fetching.engine(),
                fetching.changes(),
                config::web,
                events,
                clocks,
                Fetching.atOnce());
        Map<String, RunningFormat> running = new HashMap<>();
        for (Format format : formats.all()) {
            running.put(format.settings().name(), format.start(context));
        }
        SiteBuilder sites = new SiteBuilder(
                new SiteBuilder.SharedParts(
                        node,
                        running,
                        new AccessBuilder(tokens, namings::packages, events, clocks.wall()),
                        fetching.health(),
                        events,
                        clocks.steady()),
                config.web());
        RetentionTask upkeep = new RetentionTask(
                fetching.store(),
                () -> config.settings().get(StorageSettings.class),
                namings::entries,
                fetching.changes(),
                events,
                clocks.wall());
        RefreshScheduler freshening = new RefreshScheduler(
                config::settings,
                config::site,
                new RefreshScheduler.RefreshTools(namings, fetching.offline(), events, clocks.wall()));
        UpkeepScheduler collection = new UpkeepScheduler(config::site, events, clocks.wall());
        return new ServedRepositories(sites, running, tokens, upkeep, freshening, collection);
    }

    /** Starts refresh, retention and upkeep. */
    void start(Lifecycle lifecycle) {
        freshening.start();
        lifecycle.onClose(freshening::close);
        collection.start();
        lifecycle.onClose(collection::close);
        upkeep.start();
        lifecycle.onClose(upkeep::close);
        tokens.watch();
        lifecycle.onClose(tokens::close);
    }
}
