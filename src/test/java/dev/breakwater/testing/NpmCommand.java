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
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The real npm, cut off from the machine it runs on: HOME, cache and configuration are below a folder of the test's. */
public final class NpmCommand {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final String program;
    private final Path home;

    private NpmCommand(String program, Path home) {
        this.program = program;
        this.home = home;
    }

    /** What a run came to; {@code output} is both streams as they came. */
    public record Ran(int exit, String output) {}

    /** The npm on the PATH with everything of its own below {@code home}. Where there is none, the test is skipped, loudly. */
    public static NpmCommand orSkip(Path home) {
        Optional<String> program = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, "npm"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (program.isEmpty()) {
            System.err.println("SKIPPED: no npm on the PATH; this test wants a real one (https://nodejs.org)");
        }
        Assumptions.assumeTrue(program.isPresent(), "no npm on the PATH");
        return new NpmCommand(program.orElseThrow(), home);
    }

    /** Uses the registry at {@code address}, which ends with a slash, with {@code token}. */
    public void configure(String address, String token) {
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve(".npmrc"), """
                    registry=%1$s
                    %2$s:_authToken=%3$s
                    cache=%4$s
                    audit=false
                    fund=false
                    update-notifier=false
                    progress=false
                    fetch-retries=0
                    """.formatted(
                            address, address.replaceFirst("^https?:", ""), token, home.resolve("cache")));
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + home + " for npm", e);
        }
    }

    /** Runs it in {@code folder}, and kills it after three minutes. */
    public Ran run(Path folder, String... arguments) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        home.toString(),
                        "PATH",
                        Path.of(program).getParent() + ":/usr/local/bin:/usr/bin:/bin",
                        "NO_COLOR",
                        "1"));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Thread reader = Thread.ofVirtual().start(() -> read(process, output));
            boolean ended = process.waitFor(LIMIT);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            reader.join(Duration.ofSeconds(5));
            return new Ran(ended ? process.exitValue() : -1, output.toString(StandardCharsets.UTF_8));
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
