package dev.breakwater.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs programs of Node.js with an environment of their own, in which everything that they keep is below one folder. */
final class NodeProcess {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private NodeProcess() {}

    /** The first executable of that name on the PATH. */
    static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The environment of a program that must not see this machine's settings: homes and npm's files are below {@code home}. */
    static Map<String, String> environment(Path program, Path home) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("HOME", home.toString());
        environment.put("PATH", program.getParent() + ":/usr/local/bin:/usr/bin:/bin");
        for (String kind : List.of("CONFIG", "CACHE", "DATA", "STATE")) {
            environment.put("XDG_" + kind + "_HOME", home.resolve("xdg-" + kind).toString());
        }
        environment.put("npm_config_userconfig", home.resolve("none").toString());
        environment.put("npm_config_globalconfig", home.resolve("none").toString());
        environment.put("npm_config_prefix", home.resolve("prefix").toString());
        return environment;
    }

    /** Runs {@code line} in {@code folder} with these variables alone, and kills it after two minutes. */
    static NpmCommand.Ran run(Path folder, Path home, Map<String, String> environment, List<String> line)
            throws InterruptedException {
        try {
            Path output = Files.createTempFile(Files.createDirectories(home), "output", "");
            ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
            builder.redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(LIMIT);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return new NpmCommand.Ran(
                    ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("running " + line, e);
        }
    }
}
