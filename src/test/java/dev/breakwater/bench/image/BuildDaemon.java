package dev.breakwater.bench.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A buildkitd with an empty state, ended by closing.
 *
 * @param failure why it does not serve; empty if it does
 */
record BuildDaemon(Process process, String address, String failure) implements AutoCloseable {
    private static final int TRIES = 200;

    /** Starts one whose state is in {@code home}, and waits until it serves or has ended. */
    static BuildDaemon start(
            String daemon, String client, Path home, Path configuration, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path state = Files.createTempDirectory(home, "state");
        // the path of a socket has at most 107 bytes
        String address = "unix://" + Files.createTempDirectory("bk").resolve("s");
        Path log = home.resolve("buildkitd.log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                daemon,
                "--config",
                configuration.toString(),
                "--root",
                state.toString(),
                "--addr",
                address,
                "--oci-worker-snapshotter=native",
                "--oci-worker-net=host",
                "--containerd-worker=false"));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            if (ClientRun.of(List.of(client, "--addr", address, "debug", "workers"), environment, home)
                    .passed()) {
                return new BuildDaemon(process, address, "");
            }
            LockSupport.parkNanos(50_000_000);
        }
        try (Stream<String> said = Files.lines(log)) {
            String why = said.filter(line -> line.startsWith("buildkitd:") || line.contains("skipping"))
                    .map(line -> line.replaceFirst(".* msg=", ""))
                    .collect(Collectors.joining(", "));
            return new BuildDaemon(process, address, "buildkitd does not serve: " + why);
        }
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly().onExit().join();
        }
        Path socket = Path.of(address.substring("unix://".length()));
        Files.deleteIfExists(socket);
        Files.deleteIfExists(socket.getParent());
    }
}
