package dev.breakwater.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A real client of npm registries other than npm, cut off from the machine it runs on: homes, settings, caches and stores are below
 * a folder of the test's; no scripts, no telemetry. The programs are downloaded once, into {@code target}, from the registry that
 * this machine's npm uses. Immutable.
 */
public final class NodeClient {
    private static final Path PROGRAMS = Path.of("target", "npm-clients").toAbsolutePath();
    private static final Map<ClientProgram, Optional<Path>> FETCHED = new EnumMap<>(ClientProgram.class);

    private final ClientProgram program;
    private final Path node;
    private final Path script;
    private final Path home;
    private final String registry;

    private NodeClient(ClientProgram program, Path node, Path script, Path home, String registry) {
        this.program = program;
        this.node = node;
        this.script = script;
        this.home = home;
        this.registry = registry;
    }

    /** The clients, each in one version. */
    public enum ClientProgram {
        /** pnpm, with flat folders as the others make them. */
        PNPM("pnpm@10.34.8", "bin/pnpm.cjs", "pnpm-lock.yaml"),
        /** The first yarn, which many builds still use. */
        YARN_1("yarn@1.22.22", "bin/yarn.js", "yarn.lock"),
        /** The yarn of today. */
        YARN_4("@yarnpkg/cli-dist@4.18.1", "bin/yarn.js", "yarn.lock");

        private final String source;
        private final String script;
        private final String lock;

        ClientProgram(String source, String script, String lock) {
            this.source = source;
            this.script = script;
            this.lock = lock;
        }

        /** The name of its lock file. */
        public String lock() {
            return lock;
        }
    }

    /**
     * One with everything of its own below {@code home}, that uses the registry at {@code registry}. If there is no Node.js or the
     * client can't be downloaded, the test is skipped, loudly.
     */
    public static NodeClient orSkip(ClientProgram program, Path home, String registry) {
        Optional<Path> node = NodeProcess.onPath("node");
        Optional<Path> script = node.isPresent() ? fetched(program) : Optional.empty();
        if (script.isEmpty()) {
            System.err.println("SKIPPED: this test needs Node.js with npm (https://nodejs.org), and " + program.source
                    + " from the registry that npm uses");
        }
        Assumptions.assumeTrue(script.isPresent(), "no " + program.source);
        return new NodeClient(program, node.orElseThrow(), script.orElseThrow(), home, registry);
    }

    private static Optional<Path> fetched(ClientProgram program) {
        synchronized (FETCHED) {
            return FETCHED.computeIfAbsent(program, NodeClient::fetch);
        }
    }

    private static Optional<Path> fetch(ClientProgram program) {
        Path place = PROGRAMS.resolve(program.source.replace('/', '-'));
        Path script = place.resolve(program.script);
        Optional<Path> npm = NodeProcess.onPath("npm");
        if (Files.exists(script) || npm.isEmpty()) {
            return Optional.of(script).filter(Files::exists);
        }
        try {
            Path next = Files.createTempDirectory(Files.createDirectories(PROGRAMS), "next");
            // as this machine's user: with its registry, proxy and certificates
            NpmCommand.Ran packed = NodeProcess.run(
                    next,
                    next,
                    System.getenv(),
                    List.of(npm.get().toString(), "pack", program.source, "--silent", "--fetch-retries=1"));
            if (packed.exit() != 0) {
                System.err.println("npm pack " + program.source + ": " + packed.output());
                return Optional.empty();
            }
            String tarball = packed.output().strip().lines().toList().getLast();
            NpmCommand.Ran unpacked =
                    NodeProcess.run(next, next, System.getenv(), List.of("tar", "-xzf", tarball, "package"));
            if (unpacked.exit() != 0) {
                throw new IOException("unpacking " + tarball + ": " + unpacked.output());
            }
            if (!Files.exists(place)) {
                Files.move(next.resolve("package"), place);
            }
            return Optional.of(script);
        } catch (IOException e) {
            throw new UncheckedIOException("fetching " + program.source, e);
        } catch (InterruptedException e) {
            throw new AssertionError("tests are not interrupted", e);
        }
    }

    /** Installs what {@code project} depends on, with the empty cache {@code cache}, and writes its lock file. */
    public NpmCommand.Ran install(Path project, String cache) throws InterruptedException {
        return run(project, cache, false);
    }

    /** Installs what the lock file of {@code project} names, and that alone, with the empty cache {@code cache}. */
    public NpmCommand.Ran installLocked(Path project, String cache) throws InterruptedException {
        return run(project, cache, true);
    }

    private NpmCommand.Ran run(Path project, String cache, boolean locked) throws InterruptedException {
        Path kept = home.resolve("kept-" + cache);
        Map<String, String> environment = NodeProcess.environment(node, home);
        List<String> line = new ArrayList<>(List.of(node.toString(), script.toString(), "install"));
        try {
            Files.createDirectories(kept);
            switch (program) {
                case PNPM -> {
                    environment.put("npm_config_userconfig", pnpmSettings(kept).toString());
                    line.add(locked ? "--frozen-lockfile" : "--no-frozen-lockfile");
                }
                case YARN_1 -> {
                    environment.put("npm_config_registry", registry);
                    line.addAll(List.of("--ignore-scripts", "--non-interactive", "--no-progress"));
                    line.addAll(List.of("--cache-folder", kept.toString()));
                    if (locked) {
                        line.add("--frozen-lockfile");
                    }
                }
                case YARN_4 -> {
                    Files.writeString(project.resolve(".yarnrc.yml"), yarnSettings(kept));
                    if (locked) {
                        line.add("--immutable");
                    } else {
                        environment.put("YARN_ENABLE_IMMUTABLE_INSTALLS", "false");
                        // without one, a yarn.lock in a folder above would make that the project
                        Files.writeString(project.resolve(program.lock), "");
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + project + " for " + program.source, e);
        }
        return NodeProcess.run(project, home, environment, line);
    }

    private Path pnpmSettings(Path kept) throws IOException {
        return Files.writeString(kept.resolve("npmrc"), """
                registry=%1$s
                store-dir=%2$s/store
                cache-dir=%2$s/cache
                state-dir=%2$s/state
                node-linker=hoisted
                ignore-scripts=true
                update-notifier=false
                manage-package-manager-versions=false
                fetch-retries=0
                """.formatted(registry, kept));
    }

    private String yarnSettings(Path kept) {
        return """
                npmRegistryServer: "%s"
                unsafeHttpWhitelist: [localhost, 127.0.0.1]
                globalFolder: "%s"
                nodeLinker: node-modules
                enableTelemetry: false
                enableScripts: false
                enableProgressBars: false
                httpRetry: 0
                """.formatted(registry, kept);
    }

    @Override
    public String toString() {
        return program.source;
    }
}
