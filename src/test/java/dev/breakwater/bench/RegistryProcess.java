package dev.breakwater.bench;

import dev.breakwater.testing.Ports;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Another registry of images, over an empty folder, to measure beside ours. Ended and removed by closing. */
final class RegistryProcess implements MeasuredServer, AutoCloseable {
    private final Process process;
    private final Path folder;
    private final int port;

    private RegistryProcess(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Which one, and how it is started. */
    enum Kind {
        /** The CNCF's, 2.8 or 3: {@code docker-registry} of Debian. It takes pushes, or passes pulls through. */
        DISTRIBUTION("--distribution", "docker-registry"),
        /** zot. It takes pushes. */
        ZOT("--zot", "zot");

        private final String option;
        private final String program;

        Kind(String option, String program) {
            this.option = option;
            this.program = program;
        }

        /** The program to start: what the option says, or what is on the PATH; empty if there is none. */
        private Optional<Path> program(Options options) {
            String named = options.text(option, program);
            return Stream.of((named.contains("/") ? "" : System.getenv("PATH")).split(":", -1))
                    .map(folder -> Path.of(folder, named))
                    .filter(Files::isExecutable)
                    .findFirst();
        }

        private String configuration(Path data, int port, String upstream) {
            return this == DISTRIBUTION
                    ? """
                    version: 0.1
                    log: {level: error, accesslog: {disabled: true}}
                    storage: {filesystem: {rootdirectory: %s}, cache: {blobdescriptor: inmemory}}
                    http: {addr: 127.0.0.1:%d}
                    """.formatted(data, port) + (upstream.isEmpty() ? "" : "proxy: {remoteurl: '" + upstream + "'}\n")
                    : """
                    {"distSpecVersion":"1.1.0","storage":{"rootDirectory":"%s","gc":false,"dedupe":false},
                    "http":{"address":"127.0.0.1","port":"%d"},"log":{"level":"error","output":"%s/log"}}
                    """.formatted(data, port, data.resolveSibling("."));
        }
    }

    /** Starts one that passes pulls through from {@code upstream}, or takes pushes if that is empty; empty if there is no such program. */
    static Optional<RegistryProcess> start(Options options, Kind kind, String upstream) throws IOException {
        Optional<Path> program = kind.program(options);
        if (program.isEmpty()) {
            System.err.println("SKIPPED: there is no " + kind.program + "; say where with " + kind.option);
            return Optional.empty();
        }
        int port = Ports.free();
        Path folder = Files.createTempDirectory("breakwater-registry");
        Path data = Files.createDirectory(folder.resolve("data"));
        Path configuration = Files.writeString(
                folder.resolve("config." + (kind == Kind.ZOT ? "json" : "yml")),
                kind.configuration(data, port, upstream));
        List<String> line = List.of(program.get().toString(), "serve", configuration.toString());
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("OTEL_TRACES_EXPORTER", "none");
        Process process = builder.redirectOutput(folder.resolve("out").toFile()).start();
        RegistryProcess registry = new RegistryProcess(process, folder, port);
        for (int i = 0; i < 1000; i++) {
            try {
                if (RawHttp.get(registry.url() + "/v2/").status() == 200) {
                    return Optional.of(registry);
                }
            } catch (IOException e) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        String said = Files.readString(folder.resolve("out"));
        registry.close();
        throw new IOException(kind + " does not answer: " + said);
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public Duration cpu() {
        return ServerProcess.cpu(process.toHandle());
    }

    /** A line of {@code /proc/PID/status} in kB: VmRSS now, VmHWM at its highest. */
    long kilobytes(String name) {
        return ServerProcess.status(process.pid(), name);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
