package dev.breakwater.app;

import dev.breakwater.auth.AccessBuilder;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.auth.Tokens;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.format.go.direct.DirectOrigins;
import dev.breakwater.format.go.publish.Publications;
import dev.breakwater.format.go.refresh.IndexFeedReader;
import dev.breakwater.repository.Naming;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.RetentionTask;
import dev.breakwater.store.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What is served, to whom, and how it is kept up to date and within its quota.
 *
 * @param sites builds what a configuration describes
 * @param direct gets modules from their own repositories
 */
record ServedRepositories(
        SiteBuilder sites, DirectOrigins direct, Tokens tokens, RetentionTask upkeep, RefreshScheduler freshening) {
    /**
     * Puts it together, and takes back what was being published when the server stopped.
     *
     * @throws IOException if the data folder can't be used
     */
    static ServedRepositories of(
            String node, ActiveConfig config, Fetching fetching, Naming naming, Events events, Clocks clocks)
            throws IOException {
        Path dataDir = config.started().get(DataSettings.class).folder();
        DirectOrigins direct =
                new DirectOrigins(config.started(), events, clocks.wall(), clocks.steady(), Fetching.atOnce());
        Tokens tokens = new Tokens(new TokenFile(dataDir), events);
        Publications publications = new Publications(
                fetching.store(),
                fetching.engine(),
                dataDir.resolve("publishing"),
                fetching.changes(),
                events,
                clocks.wall());
        publications.recover();
        SiteBuilder sites = new SiteBuilder(
                new SiteBuilder.SharedParts(
                        node,
                        fetching.store(),
                        fetching.engine(),
                        direct,
                        new AccessBuilder(tokens, naming::packages, events, clocks.wall()),
                        publications,
                        fetching.health(),
                        events,
                        clocks.wall(),
                        clocks.steady()),
                config.web());
        RetentionTask upkeep = new RetentionTask(
                fetching.store(),
                () -> config.settings().get(StorageSettings.class),
                naming::entries,
                fetching.changes(),
                events,
                clocks.wall());
        RefreshScheduler freshening = new RefreshScheduler(
                config::settings,
                config::site,
                new RefreshScheduler.RefreshTools(
                        fetching.store(),
                        fetching.engine(),
                        naming,
                        fetching.offline(),
                        IndexFeedReader.over(config::web),
                        events,
                        clocks.wall()));
        return new ServedRepositories(sites, direct, tokens, upkeep, freshening);
    }

    /** Begins to look after them. */
    void start(Lifecycle lifecycle) {
        freshening.start();
        lifecycle.onClose(freshening::close);
        upkeep.start();
        lifecycle.onClose(upkeep::close);
        tokens.watch();
        lifecycle.onClose(tokens::close);
    }
}
