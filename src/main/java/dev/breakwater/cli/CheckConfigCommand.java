package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Mistake;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The check-config command: lists every mistake in a configuration. */
@Command(
        name = "check-config",
        description = "List every mistake in the configuration: its place, what is wrong, and how to fix it.",
        footer = {"", "Example:", "  breakwater check-config breakwater.yaml"})
final class CheckConfigCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file. Default: the one that serve would read.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    CheckConfigCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Loaded loaded = surroundings.load(Flags.file(file));
            report(List.of(), loaded.warnings());
            if (!json) {
                String name = loaded.file() == null
                        ? "no configuration file: the defaults"
                        : loaded.file().toString();
                surroundings.out().println(name + (loaded.file() == null ? " apply" : " is valid"));
            }
            return Exit.DONE;
        } catch (ConfigException e) {
            report(e.mistakes(), List.of());
            return Exit.NO;
        }
    }

    private void report(List<Mistake> mistakes, List<Mistake> warnings) {
        if (json) {
            Json.print(surroundings.out(), new Json.CheckJson(mistakes.isEmpty(), mistakes, warnings));
            return;
        }
        surroundings.print(surroundings.out(), "", mistakes);
        surroundings.print(surroundings.out(), "warning: ", warnings);
        if (!mistakes.isEmpty()) {
            surroundings.out().println(mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes");
        }
    }
}
