package dev.breakwater.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Verdaccio (verdaccio.org) on a loopback port, a registry for npm in Node.js: installed once into a folder, from the
 * registry that this machine's npm uses. Everything that it keeps is below another folder. Ended by closing.
 */
public final class Verdaccio implements AutoCloseable {
    /** The newest that Node.js 20 runs; those from 6.9 on need 22. */
    public static final String VERSION = "6.8.0";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    private Verdaccio(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Installs {@code version} into {@code place}, if it isn't there yet; empty, with a line on stderr, if there is no npm or the
     * installation fails.
     */
    public static Optional<Path> install(Path place, String version) throws IOException, InterruptedException {
        Path script = place.resolve("node_modules/verdaccio/bin/verdaccio");
        Optional<Path> npm = NodeProcess.onPath("npm");
        if (npm.isEmpty() || NodeProcess.onPath("node").isEmpty()) {
            System.err.println("there is no Node.js with npm on the PATH (https://nodejs.org)");
            return Optional.empty();
        }
        if (Files.exists(place.resolve("complete"))) {
            return Optional.of(script);
        }
        Files.createDirectories(place);
        // one of its packages asks for a tag of node-fetch that not every mirror has
        Files.writeString(place.resolve("package.json"), """
                {"name":"verdaccio-here","version":"1.0.0","dependencies":{"verdaccio":"%s"},"overrides":{"node-fetch":"^2.7.0"}}""".formatted(version));
        // as this machine's user: with its registry, proxy and certificates
        NpmCommand.Ran ran = NodeProcess.run(
                place,
                place,
                System.getenv(),
                List.of(
                        npm.get().toString(),
                        "install",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--prefer-offline",
                        "--fetch-retries=1"));
        if (ran.exit() != 0) {
            System.err.println("npm install verdaccio@" + version + ": " + ran.output());
            return Optional.empty();
        }
        Files.createFile(place.resolve("complete"));
        return Optional.of(script);
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param script what {@link #install} found
     * @param folder where it keeps everything
     * @param uplink the address of a registry that it asks for what it doesn't have; empty for none
     * @param packages its section {@code packages}, in YAML
     */
    public static Verdaccio start(Path script, Path folder, String uplink, String packages) throws IOException {
        int port = Ports.free();
        Path config = Files.writeString(Files.createDirectories(folder).resolve("config.yaml"), """
                storage: ./storage
                auth: {htpasswd: {file: ./htpasswd, max_users: 1000}}
                uplinks: %s
                packages:
                %s
                userRateLimit: {windowMs: 1000, max: 10000}
                server: {keepAliveTimeout: 60}
                log: {type: stdout, format: pretty, level: warn}
                """.formatted(
                        uplink.isEmpty() ? "{}" : "{behind: {url: '" + uplink + "', maxage: 2m, max_fails: 1000}}",
                        packages.indent(2).stripTrailing()));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        NodeProcess.onPath("node").orElseThrow().toString(),
                        script.toString(),
                        "--config",
                        config.toString(),
                        "--listen",
                        "127.0.0.1:" + port)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Verdaccio verdaccio = new Verdaccio(process, "http://127.0.0.1:" + port);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!verdaccio.answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                verdaccio.close();
                throw new IOException("Verdaccio does not serve: " + Files.readString(log));
            }
            LockSupport.parkNanos(20_000_000);
        }
        return verdaccio;
    }

    private boolean answers() {
        try {
            return RawHttp.get(url + "/-/ping").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its address, without a slash at the end. */
    public String url() {
        return url;
    }

    /** Makes a user; a token of theirs. */
    public String user(String name, String password) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/-/user/org.couchdb.user:" + name))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}"))
                .build();
        HttpResponse<String> got = http.send(request, HttpResponse.BodyHandlers.ofString());
        Matcher token = Pattern.compile("\"token\": *\"([^\"]+)\"").matcher(got.body());
        if (!token.find()) {
            throw new IOException("making the user " + name + ": " + got.statusCode() + " " + got.body());
        }
        return token.group(1);
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionallyCompose(_ -> process.destroyForcibly().onExit())
                .join();
    }
}
