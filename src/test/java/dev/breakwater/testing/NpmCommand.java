package dev.breakwater.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The real npm, cut off from the machine it runs on: HOME, settings, cache and prefix are below a folder of the test's; no audits,
 * funding notes, update checks or scripts. Immutable.
 */
public final class NpmCommand {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path program;
    private final Path home;
    private final Map<String, String> settings;

    private NpmCommand(Path program, Path home, Map<String, String> settings) {
        this.program = program;
        this.home = home;
        this.settings = settings;
    }

    /** What a run came to; {@code output} is both streams as they came. */
    public record Ran(int exit, String output) {}

    /** npm with everything of its own below {@code home}; empty if there is none on the PATH. */
    public static Optional<NpmCommand> onPath(Path home) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, "npm"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> in(program, home));
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
        return new NpmCommand(program, home, Map.of()).cold("first");
    }

    /** With this setting, as in a {@code .npmrc}. */
    public NpmCommand with(String name, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(name, value);
        return new NpmCommand(program, home, more);
    }

    /** Through the registry at {@code url}. */
    public NpmCommand registry(String url) {
        return with("registry", url);
    }

    /** With an empty cache, {@code name}. */
    public NpmCommand cold(String name) {
        return with("cache", home.resolve("cache-" + name).toString());
    }

    /** Runs it in {@code folder}, and kills it after a minute. */
    public Ran run(Path folder, String... arguments) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        try {
            Files.createDirectories(home);
            StringBuilder npmrc = new StringBuilder("""
                    audit=false
                    fund=false
                    update-notifier=false
                    ignore-scripts=true
                    progress=false
                    fetch-retries=0
                    """);
            settings.forEach((name, value) ->
                    npmrc.append(name).append('=').append(value).append('\n'));
            Path file = Files.writeString(Files.createTempFile(home, "npmrc", ""), npmrc);
            Path output = Files.createTempFile(home, "output", "");
            ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
            builder.redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().put("HOME", home.toString());
            builder.environment().put("PATH", program.getParent() + ":/usr/local/bin:/usr/bin:/bin");
            builder.environment().put("npm_config_userconfig", file.toString());
            builder.environment()
                    .put("npm_config_globalconfig", home.resolve("none").toString());
            builder.environment()
                    .put("npm_config_prefix", home.resolve("prefix").toString());
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(LIMIT);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return new Ran(ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("running " + line, e);
        }
    }
}
