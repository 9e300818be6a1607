package dev.breakwater.format.go.settings;

import dev.breakwater.config.InstalledProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Optional<Path> go = InstalledProgram.find("go", environment);
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

    /** Starts it with the local toolchain: no settings must make it download another. */
    private static Process start(Path go, Map<String, String> environment) throws IOException {
        Map<String, String> local = new HashMap<>(environment);
        local.put("GOTOOLCHAIN", "local");
        return InstalledProgram.start(
                Stream.concat(Stream.of(go.toString(), "env"), NAMES.stream()).toList(), local);
    }

    /** One value per line, in the order of the names. */
    private static Map<String, String> values(Process process, int seconds) throws IOException, InterruptedException {
        List<String> lines = InstalledProgram.lines(process, seconds, "go env");
        if (lines.size() < NAMES.size()) {
            throw new IOException(InstalledProgram.failed("go env", process));
        }
        Map<String, String> values = new HashMap<>();
        IntStream.range(0, NAMES.size())
                .forEach(i -> values.put(NAMES.get(i), lines.get(i).strip()));
        return values;
    }
}
