package dev.breakwater.bench.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a run of a program came to.
 *
 * @param output both streams as they came
 */
public record ClientRun(int exit, String output, Duration took) {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Whether it exited with 0. */
    public boolean passed() {
        return exit == 0;
    }

    /** Runs {@code line} in {@code folder} with these variables alone, and kills it after 90 seconds. */
    static ClientRun of(List<String> line, Map<String, String> environment, Path folder)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", "");
        long start = System.nanoTime();
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
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        Files.delete(output);
        return new ClientRun(ended ? process.exitValue() : -1, ended ? said : said + "\nkilled after " + LIMIT, took);
    }
}
