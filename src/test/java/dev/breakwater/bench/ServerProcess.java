package dev.breakwater.bench;

import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.Ports;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server that was started for one measurement, over one mirror, with an empty data folder. Ended and removed by closing. */
final class ServerProcess implements MeasuredServer, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Options options;
    private final Setup setup;
    private final Path folder;
    private final Process process;
    private final int port;
    private final Duration took;
    private final Thread hook = Thread.ofPlatform().unstarted(this::last);

    private ServerProcess(Options options, Setup setup, Path folder, Process process, int port, long started)
            throws IOException {
        this.options = options;
        this.setup = setup;
        this.folder = folder;
        this.process = process;
        this.port = port;
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            end();
            throw new IOException("the bench is being ended", e);
        }
        try {
            awaitReady();
        } catch (IOException e) {
            close();
            throw e;
        }
        this.took = Duration.ofNanos(System.nanoTime() - started);
    }

    /** Starts it over one mirror and waits until it serves; {@code sumdbKey} is null for no checksum database. */
    static ServerProcess start(Options options, Mirror mirror, @Nullable String sumdbKey) throws IOException {
        return start(options, Setup.over(List.of(mirror.url()), mirror.caPem(), sumdbKey));
    }

    /** Starts it and waits until it serves. */
    static ServerProcess start(Options options, Setup setup) throws IOException {
        return start(options, setup, data -> {});
    }

    /** Puts something into a folder. */
    @FunctionalInterface
    interface Filling {
        void fill(Path data) throws IOException;
    }

    /** Starts it over a data folder that is filled first, and waits until it serves. */
    static ServerProcess start(Options options, Setup setup, Filling filling) throws IOException {
        Path folder = Files.createTempDirectory("breakwater-bench");
        Files.writeString(folder.resolve("breakwater.yaml"), setup.config());
        filling.fill(Files.createDirectory(folder.resolve("data")));
        return start(options, setup, folder, Ports.free());
    }

    private static ServerProcess start(Options options, Setup setup, Path folder, int port) throws IOException {
        long started = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + setup.fill(options.server(), folder, port));
        builder.environment().put("SSL_CERT_FILE", setup.ca().toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return new ServerProcess(options, setup, folder, process, port, started);
    }

    /** Kills it with SIGKILL, and starts another over what it leaves, at the same address; this one is done with. */
    ServerProcess killed() throws IOException {
        processes().toList().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(hook);
        return start(options, setup, folder, port);
    }

    /** Puts another configuration into its file. */
    void configure(String configuration) throws IOException {
        Files.writeString(folder.resolve("breakwater.yaml"), configuration);
    }

    /** Its data folder. */
    Path data() {
        return folder.resolve("data");
    }

    int port() {
        return port;
    }

    /** How many bytes the files of its data folder have. */
    long stored() throws IOException {
        return underData(attributes -> attributes.isRegularFile() ? attributes.size() : 0);
    }

    /** How many files and folders its data folder has. */
    long files() throws IOException {
        return underData(attributes -> 1);
    }

    private long underData(ToLongFunction<BasicFileAttributes> each) throws IOException {
        long[] sum = new long[1];
        Files.walkFileTree(data(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                sum[0] += each.applyAsLong(attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += each.applyAsLong(attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // gone meanwhile
            }
        });
        return sum[0];
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    private void awaitReady() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IOException("the server ended at once with " + process.exitValue() + ":\n" + log());
            }
            if (answers()) {
                return;
            }
            LockSupport.parkNanos(5_000_000);
        }
        throw new IOException(
                "the server does not answer " + options.ready() + " with a 2xx after " + PATIENCE + ":\n" + log());
    }

    private boolean answers() {
        try {
            return RawHttp.get("http://127.0.0.1:" + port + options.ready()).status() / 100 == 2;
        } catch (IOException e) {
            return false;
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** From the start of the process to the first 200. */
    Duration took() {
        return took;
    }

    RawHttp connect() throws IOException {
        return connect(Duration.ofMinutes(2));
    }

    /** A connection on which silence is borne for {@code patience}. */
    RawHttp connect(Duration patience) throws IOException {
        return RawHttp.connect(URI.create("http://127.0.0.1:" + port), patience);
    }

    /** What to set GOPROXY to. */
    String goProxy() {
        return "http://127.0.0.1:" + port + options.path();
    }

    /** A module's address in it. */
    String path(String rest) {
        return options.path() + rest;
    }

    @Override
    public Duration cpu() {
        return cpu(process.toHandle());
    }

    /** CPU time of a process and its descendants so far. */
    static Duration cpu(ProcessHandle process) {
        return Duration.ofMillis(
                10 * alive(process).mapToLong(ServerProcess::ticks).sum());
    }

    /** A line of {@code /proc/PID/status} in kB, added over its processes: VmRSS now, VmHWM at its highest. */
    long kilobytes(String name) {
        return processes().mapToLong(pid -> status(pid, name)).sum();
    }

    long descriptors() {
        return processes().mapToLong(ServerProcess::open).sum();
    }

    /** The sum of a metric over all its labels, from {@code /-/metrics}; empty where the server has none of that name. */
    OptionalDouble metric(String name, String... labels) throws IOException {
        String text = RawHttp.get("http://127.0.0.1:" + port + "/-/metrics").text();
        double[] values = text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(DoubleStream.of(values).sum());
    }

    private Stream<Long> processes() {
        return alive(process.toHandle());
    }

    private static Stream<Long> alive(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid);
    }

    /** CPU time of the JVM's compilers so far; zero if it is no JVM. */
    Duration compiling() {
        return Duration.ofMillis(
                10 * processes().mapToLong(ServerProcess::compilers).sum());
    }

    private static long compilers(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.map(thread -> read(thread.resolve("stat")))
                    .filter(stat -> stat.contains("(C1 Comp") || stat.contains("(C2 Comp"))
                    .mapToLong(ServerProcess::ticks)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long ticks(long pid) {
        return ticks(read(Path.of("/proc/" + pid + "/stat")));
    }

    /** Fields 14 and 15 of proc_pid_stat(5), counted behind the name, which may hold anything. */
    private static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    static long status(long pid, String name) {
        return read(Path.of("/proc/" + pid + "/status"))
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .sum();
    }

    private static long open(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the server is gone", e);
        }
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(hook);
        remove();
    }

    /** When the bench itself is ended. */
    private void last() {
        try {
            remove();
        } catch (IOException e) {
            System.err.println("left behind: " + folder);
        }
    }

    private void remove() throws IOException {
        end();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void end() {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle it : all) {
            try {
                it.onExit().orTimeout(20, TimeUnit.SECONDS).join();
            } catch (CompletionException e) {
                it.destroyForcibly();
                it.onExit().join();
            }
        }
    }
}
