package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.repository.ClientSetup;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The env command: prints the client settings. */
@Command(
        name = "env",
        description =
                "Print the client settings for this server: GOPROXY and related variables, or the files of clients that"
                        + " pull images.",
        footer = {
            "",
            "Example:",
            "  eval \"$(breakwater env --shell)\"",
            "  breakwater env --go-env | sh",
            "  breakwater env --docker"
        })
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

        @Option(names = "--docker", description = "Print /etc/docker/daemon.json for all repositories of images.")
        private boolean docker;

        @Option(names = "--containerd", description = "Print a hosts.toml for each registry of images.")
        private boolean containerd;

        @Option(names = "--podman", description = "Print a registries.conf for podman, skopeo and buildah.")
        private boolean podman;

        /** The program whose files are to be printed; empty for none. */
        String program() {
            if (docker) {
                return "docker";
            }
            return containerd ? "containerd" : podman ? "podman" : "";
        }
    }

    EnvCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Loaded loaded = surroundings.load(Flags.file(config));
        if (form != null && !form.program().isEmpty()) {
            return new ClientFilePrinter(surroundings, loaded.settings()).print(form.program());
        }
        SequencedMap<String, RepositorySettings> repositories =
                loaded.settings().repositories();
        RepositorySettings found =
                repository == null ? repositories.firstEntry().getValue() : repositories.get(repository);
        if (found == null) {
            surroundings
                    .err()
                    .println("unknown repository " + repository + "; expected one of: "
                            + String.join(", ", repositories.keySet()));
            return Exit.USAGE;
        }
        String address = ClientSettings.base(loaded.settings()) + "/" + found.name();
        Map<String, String> variables = surroundings
                .formats()
                .of(found)
                .as(ClientSetup.class)
                .<Map<String, String>>map(setup -> setup.variables(found, address))
                .orElse(Map.of());
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

    /** Quoted, so that a POSIX shell expands nothing. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
