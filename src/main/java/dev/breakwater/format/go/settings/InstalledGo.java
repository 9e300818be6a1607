package dev.breakwater.format.go.settings;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The go command on the PATH. It is started twice at the same time, once with the user's settings and once without any, and
 * both have three seconds together. {@code go env -changed} compares the same way, but this works with every version, and
 * shows the default as well.
 */
public final class InstalledGo implements GoEnv {
    private static final List<String> NAMES =
            List.of("GOPROXY", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOSUMDB", "GOAUTH");

    private final Map<String, String> environment;

    /** The go command on the PATH of {@code environment}. */
    public InstalledGo(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public GoAnswer ask() throws InterruptedException {
        Optional<Path> go = find();
        if (go.isEmpty()) {
            return new GoAnswer.NoGo("there is none on the PATH");
        }
        Map<String, String> untouched = new HashMap<>(environment);
        untouched.keySet().removeAll(NAMES);
        untouched.put("GOENV", "off");
        Process asSet = null;
        Process asNew = null;
        try {
            asSet = start(go.get(), environment);
            asNew = start(go.get(), untouched);
            return new GoAnswer.Known(values(asSet, 2), values(asNew, 1));
        } catch (IOException e) {
            return new GoAnswer.NoGo(e.getMessage() == null ? "it does not run" : e.getMessage());
        } finally {
            Stream.of(Optional.ofNullable(asSet), Optional.ofNullable(asNew))
                    .flatMap(Optional::stream)
                    .forEach(Process::destroyForcibly);
        }
    }

    private Optional<Path> find() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "go"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * Starts it in the root folder with the local toolchain: a go.mod in the working directory must not trigger a download.
     */
    private static Process start(Path go, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(go.toString(), "env"), NAMES.stream()).toList());
        builder.directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("GOTOOLCHAIN", "local");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** One value per line, in the order of the names. The output fits into the pipe. */
    private static Map<String, String> values(Process process, int seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException("it did not answer in time");
        }
        List<String> lines = new String(process.getInputStream().readNBytes(64 << 10), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.exitValue() != 0 || lines.size() < NAMES.size()) {
            throw new IOException("`go env` failed with " + process.exitValue());
        }
        Map<String, String> values = new HashMap<>();
        IntStream.range(0, NAMES.size())
                .forEach(i -> values.put(NAMES.get(i), lines.get(i).strip()));
        return values;
    }
}
