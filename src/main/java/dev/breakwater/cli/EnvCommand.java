package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what a client has to be set to. */
@Command(
        name = "env",
        description = "Print the client settings for this server: GOPROXY and related variables.",
        footer = {"", "Example:", "  eval \"$(breakwater env --shell)\"", "  breakwater env --go-env | sh"})
final class EnvCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
    private @Nullable Path config;

    @Option(names = "--repository", paramLabel = "NAME", description = "The repository. Default: the first.")
    private @Nullable String repository;

    @ArgGroup
    private @Nullable EnvForm form;

    /** At most one of these. */
    static final class EnvForm {
        @Option(names = "--shell", description = "Print export lines for a shell.")
        private boolean shell;

        @Option(names = "--go-env", description = "Print `go env -w` lines.")
        private boolean goEnv;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;
    }

    EnvCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Loaded loaded = surroundings.load(Flags.file(config));
        String name = repository == null
                ? loaded.settings().repositories().firstEntry().getKey()
                : repository;
        if (!loaded.settings().repositories().containsKey(name)) {
            surroundings
                    .err()
                    .println("unknown repository " + name + "; expected one of: "
                            + String.join(", ", loaded.settings().repositories().keySet()));
            return Exit.USAGE;
        }
        Map<String, String> variables = ClientSettings.of(loaded.settings(), name);
        if (form != null && form.json) {
            Json.print(surroundings.out(), variables);
        } else {
            variables.forEach((variable, value) -> surroundings.out().println(line(variable, value)));
        }
        ClientSettings.hints(loaded.settings()).forEach(surroundings.err()::println);
        return Exit.DONE;
    }

    private String line(String name, String value) {
        if (form != null && form.shell) {
            return "export " + name + "=" + quoted(value);
        }
        return form != null && form.goEnv ? "go env -w " + name + "=" + quoted(value) : name + "=" + value;
    }

    /** In a way that no POSIX shell sees anything in. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
