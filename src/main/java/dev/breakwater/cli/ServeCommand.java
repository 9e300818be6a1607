package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The serve command: runs the server until it is stopped. */
@Command(
        name = "serve",
        description = "Start the server; Ctrl-C drains and stops it.",
        footer = {"", "Example:", "  breakwater serve --listen 0.0.0.0:8080 --data-dir /var/lib/breakwater"})
final class ServeCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
    private @Nullable Path config;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Address to listen on. Default: 127.0.0.1:8080")
    private @Nullable String listen;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Data folder. Default: data")
    private @Nullable String dataDir;

    @Option(names = "--offline", description = "Never contact upstreams: serve only what is stored.")
    private boolean offline;

    @Option(names = "--log-format", paramLabel = "text|json", description = "Log format: readable text or JSON.")
    private @Nullable String logFormat;

    ServeCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Flags flags = new Flags(config, listen, dataDir, offline, logFormat);
        return surroundings.starter().serve(surroundings.configuration(flags));
    }
}
