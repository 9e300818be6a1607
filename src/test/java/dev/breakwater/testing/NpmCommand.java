package dev.breakwater.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * The real npm, cut off from the machine it runs on: HOME, settings, cache and prefix are below a folder of the test's; no audits,
 * funding notes, update checks or scripts. Immutable.
 */
public final class NpmCommand {
    private final Path program;
    private final Path home;
    private final Map<String, String> settings;
    private final Map<String, String> variables;

    private NpmCommand(Path program, Path home, Map<String, String> settings, Map<String, String> variables) {
        this.program = program;
        this.home = home;
        this.settings = settings;
        this.variables = variables;
    }

    /** What a run came to; {@code output} is both streams as they came. */
    public record Ran(int exit, String output) {}

    /** npm with everything of its own below {@code home}; empty if there is none on the PATH. */
    public static Optional<NpmCommand> onPath(Path home) {
        return NodeProcess.onPath("npm").map(program -> in(program, home));
    }

    /** The same. If there is no npm, the test is skipped, loudly. */
    public static NpmCommand orSkip(Path home) {
        Optional<NpmCommand> npm = onPath(home);
        if (npm.isEmpty()) {
            System.err.println("SKIPPED: no npm on the PATH; this test needs a real one (https://nodejs.org)");
        }
        Assumptions.assumeTrue(npm.isPresent(), "no npm on the PATH");
        return npm.orElseThrow();
    }

    /** This npm with everything of its own below {@code home}. */
    private static NpmCommand in(Path program, Path home) {
        return new NpmCommand(program, home, Map.of(), Map.of()).cold("first");
    }

    /** With this setting, as in a {@code .npmrc}. */
    public NpmCommand with(String name, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(name, value);
        return new NpmCommand(program, home, more, variables);
    }

    /** With this variable in its environment. */
    public NpmCommand variable(String name, String value) {
        Map<String, String> more = new TreeMap<>(variables);
        more.put(name, value);
        return new NpmCommand(program, home, settings, more);
    }

    /** Through the registry at {@code url}. */
    public NpmCommand registry(String url) {
        return with("registry", url);
    }

    /** With an empty cache, {@code name}. */
    public NpmCommand cold(String name) {
        return with("cache", home.resolve("cache-" + name).toString());
    }

    /** Runs it in {@code folder}, and kills it after two minutes. */
    public Ran run(Path folder, String... arguments) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        StringBuilder npmrc = new StringBuilder("""
                audit=false
                fund=false
                update-notifier=false
                ignore-scripts=true
                progress=false
                fetch-retries=0
                """);
        settings.forEach(
                (name, value) -> npmrc.append(name).append('=').append(value).append('\n'));
        Map<String, String> environment = NodeProcess.environment(program, home);
        environment.putAll(variables);
        try {
            Path file = Files.createTempFile(Files.createDirectories(home), "npmrc", "");
            environment.put(
                    "npm_config_userconfig", Files.writeString(file, npmrc).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + home + " for npm", e);
        }
        return NodeProcess.run(folder, home, environment, line);
    }
}
