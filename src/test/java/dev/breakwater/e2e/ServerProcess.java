package dev.breakwater.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The whole server in a process of its own, to be killed: {@code serve} with this test's classes, a configuration and a
 * data folder, on a free port. It sees none of this machine's environment variables.
 */
final class ServerProcess implements AutoCloseable {
    private static final Pattern SERVING = Pattern.compile("serving at (http://[^\\s\"]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it; it need not serve yet when this returns. {@code folder} holds its log; {@code data} may exist. */
    static ServerProcess start(Path folder, Path configuration, Path data) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.breakwater.Main",
                "serve"));
        command.addAll(List.of(
                "--config", configuration.toString(), "--data-dir", data.toString(), "--listen", "127.0.0.1:0"));
        Path log = Files.createTempFile(folder, "server", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        return new ServerProcess(builder.start(), log);
    }

    /** Waits until it serves, and says where. */
    String url() {
        return Awaitility.await("the server serves")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(this::announced, Matcher::find)
                .group(1);
    }

    private Matcher announced() throws IOException {
        String said = log();
        if (!process.isAlive()) {
            throw new IOException("the server ended with " + process.exitValue() + ":\n" + said);
        }
        return SERVING.matcher(said);
    }

    /** What it has said so far, its access log included. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** Its number. */
    long pid() {
        return process.pid();
    }

    /** Waits until it ends by itself, and gives its exit code. */
    int exit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the server still runs after " + PATIENCE);
        }
        return process.exitValue();
    }

    /** Ends it by SIGKILL, and waits until it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
