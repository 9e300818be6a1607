package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Settings;
import dev.breakwater.store.DataSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a data folder: that of a store, or of a server's tokens. */
final class StoreChoice {
    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
    private @Nullable Path config;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "The server's data folder.")
    private @Nullable String dataDir;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Whether machines read the output. */
    boolean json() {
        return json;
    }

    /** The configuration with this data folder. */
    Settings settings(CliContext surroundings) throws ConfigException, InterruptedException {
        return surroundings.load(new Flags(config, null, dataDir, false, null)).settings();
    }

    /** The data folder, after checking that it exists. */
    Path folder(CliContext surroundings) throws ConfigException, IOException, InterruptedException {
        Path folder = settings(surroundings).get(DataSettings.class).folder();
        if (!Files.isDirectory(folder)) {
            throw new IOException("no store found in " + folder.toAbsolutePath() + ": set the folder with --data-dir");
        }
        return folder;
    }
}
