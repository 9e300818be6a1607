package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
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
 * The real go command, cut off from the machine it runs on: HOME, GOPATH and the module cache are folders below one of the
 * test's, no environment file, no telemetry, no version control, the local toolchain alone. The build cache, which goes by
 * content, is shared by all tests and lies in {@code target}: compiling the standard library takes 20 s. Immutable.
 */
public final class GoCommand {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path BUILD_CACHE = Path.of("target", "go-cache").toAbsolutePath();

    private final String program;
    private final Path home;
    private final Map<String, String> environment;
    private final Duration limit;

    private GoCommand(String program, Path home, Map<String, String> environment, Duration limit) {
        this.program = program;
        this.home = home;
        this.environment = environment;
        this.limit = limit;
    }

    /** What a run came to; {@code output} is both streams as they came. */
    public record Ran(int exit, String output, Duration took) {
        /** Whether it exited with 0. */
        public boolean passed() {
            return exit == 0;
        }
    }

    /** The go command on the PATH or in its usual place; empty where there is none. */
    public static Optional<String> installed() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/go/bin";
        return Stream.of(path.split(":", -1))
                .map(folder -> Path.of(folder, "go"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** The go command with everything of its own below {@code home}. Where there is none, the test is skipped, loudly. */
    public static GoCommand orSkip(Path home) {
        Optional<String> program = installed();
        if (program.isEmpty()) {
            System.err.println("SKIPPED: no go command on the PATH; this test wants a real one (https://go.dev/dl)");
        }
        Assumptions.assumeTrue(program.isPresent(), "no go command on the PATH");
        return in(program.orElseThrow(), home);
    }

    /** Telemetry is written by a process that outlives the command, into a folder that the test is about to delete. */
    private static void quiet(Path home) {
        try {
            Path folder = Files.createDirectories(home.resolve(".config/go/telemetry"));
            Files.writeString(folder.resolve("mode"), "off\n");
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + home + " for a go command", e);
        }
    }

    /** This go command with everything of its own below {@code home}. */
    public static GoCommand in(String program, Path home) {
        quiet(home);
        Map<String, String> own = new TreeMap<>();
        own.put("HOME", home.toString());
        own.put("PATH", Path.of(program).getParent() + ":/usr/local/bin:/usr/bin:/bin");
        own.put("GOPATH", home.resolve("gopath").toString());
        own.put("GOMODCACHE", home.resolve("modules").toString());
        own.put("GOCACHE", BUILD_CACHE.toString());
        // trimmed paths: what was compiled from one module cache is found again from another
        own.put("GOFLAGS", "-modcacherw -buildvcs=false -trimpath");
        own.put("GOENV", "off");
        own.put("GOTELEMETRY", "off");
        own.put("GOTOOLCHAIN", "local");
        own.put("GOVCS", "*:off");
        own.put("GOSUMDB", "off");
        own.put("GOPROXY", "off");
        own.put("CGO_ENABLED", "0");
        return new GoCommand(program, home, own, LIMIT);
    }

    /** With this variable. */
    public GoCommand with(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new GoCommand(program, home, more, limit);
    }

    /** Killed when it takes longer than this. */
    public GoCommand within(Duration time) {
        return new GoCommand(program, home, environment, time);
    }

    /** With this GOPROXY: an address, or several joined by {@code ,} or {@code |}. */
    public GoCommand proxy(String goProxy) {
        return with("GOPROXY", goProxy);
    }

    /** With this GOSUMDB: {@code off}, or a whole verifier key; it is then asked for through the proxy. */
    public GoCommand sumdb(String key) {
        return with("GOSUMDB", key);
    }

    /** With an empty module cache, {@code name}. */
    public GoCommand cold(String name) {
        return with("GOMODCACHE", home.resolve("modules-" + name).toString());
    }

    /** Runs it in {@code folder}, and kills it after three minutes, or what was said. */
    public Ran run(Path folder, String... arguments) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(List.of(arguments));
        return run(folder, environment, line);
    }

    /** Where {@code go install} puts what it builds. */
    public Path bin(String name) {
        return home.resolve("gopath").resolve("bin").resolve(name);
    }

    /** Runs a program that was built, in the same environment. */
    public Ran execute(Path built) throws InterruptedException {
        return run(home, environment, List.of(built.toString()));
    }

    private Ran run(Path folder, Map<String, String> environment, List<String> line) throws InterruptedException {
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Thread reader = Thread.ofVirtual().start(() -> read(process, output));
            boolean ended = process.waitFor(limit);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                output.writeBytes(("\nkilled after " + limit + "\n").getBytes(StandardCharsets.UTF_8));
            }
            reader.join(Duration.ofSeconds(5));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return new Ran(ended ? process.exitValue() : -1, output.toString(StandardCharsets.UTF_8), took);
        } catch (IOException e) {
            throw new UncheckedIOException("running " + line, e);
        }
    }

    private static void read(Process process, ByteArrayOutputStream output) {
        try {
            process.getInputStream().transferTo(output);
        } catch (IOException e) {
            output.writeBytes(("\n" + e + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
