package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whose tokens are meant. The data folder need not be there yet. */
final class TokenChoice {
    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
    private @Nullable Path config;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "The server's data folder.")
    private @Nullable String dataDir;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    Settings settings(Surroundings surroundings) throws ConfigException, InterruptedException {
        return surroundings.load(new Flags(config, null, dataDir, false, null)).settings();
    }
}
