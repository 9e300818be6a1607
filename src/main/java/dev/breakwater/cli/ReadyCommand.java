package dev.breakwater.cli;

import dev.breakwater.config.Amounts;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The ready command: checks whether a running server can serve, for service managers, containers and scripts. */
@Command(
        name = "ready",
        description = {
            "Check whether a running server can serve; if not, show why.",
            "Exits with 0 if it can serve, 1 if it can't right now, 3 if no server answers."
        },
        footer = {"", "Example:", "  breakwater ready", "  breakwater ready --wait 60s --server http://127.0.0.1:8080"})
final class ReadyCommand implements Callable<Integer> {
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final CliContext surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
    private @Nullable Path config;

    @Mixin
    private final ServerChoice server = new ServerChoice();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "Keep asking for this long, for example 60s. Default: ask once.")
    private @Nullable String wait;

    ReadyCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        long until = System.nanoTime() + patience().toNanos();
        Settings settings = surroundings.load(Flags.file(config)).settings();
        ServerFiles client = server.client(surroundings, server.address(ClientSettings.here(settings)), settings);
        while (true) {
            boolean last = System.nanoTime() >= until;
            try {
                ServerFiles.Got got = client.get("/-/ready");
                if (got.found()) {
                    surroundings.out().println("ready");
                    return Exit.DONE;
                }
                if (last) {
                    surroundings.out().println("not ready: " + got.why());
                    return Exit.NO;
                }
            } catch (IOException e) {
                if (last) {
                    throw e;
                }
            }
            Thread.sleep(AGAIN);
        }
    }

    private Duration patience() {
        try {
            return wait == null ? Duration.ZERO : Amounts.duration("--wait", wait);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
