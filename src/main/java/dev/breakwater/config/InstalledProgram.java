package dev.breakwater.config;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program on the user's PATH that is run for what it says about its settings. */
public final class InstalledProgram {
    private InstalledProgram() {}

    /** The program {@code name} on the PATH of {@code environment}; relative folders in it don't count. */
    public static Optional<Path> find(String name, Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * Starts it with {@code environment} alone, in the root folder: settings of a project in the working directory don't count.
     *
     * @throws IOException if it does not run
     */
    public static Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /**
     * Its output, which must fit into the pipe, once it has ended.
     *
     * @param called the command, for the exception
     * @throws IOException if it fails, or takes longer than {@code seconds}
     */
    public static List<String> lines(Process process, int seconds, String called)
            throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException("it did not answer in time");
        }
        if (process.exitValue() != 0) {
            throw new IOException(failed(called, process));
        }
        return new String(process.getInputStream().readNBytes(64 << 10), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** The message that {@code process} failed. */
    public static String failed(String called, Process process) {
        return "`" + called + "` failed with " + process.exitValue();
    }
}
