package dev.breakwater.app;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Configuration;
import dev.breakwater.config.Flags;
import dev.breakwater.repository.KnownFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A short run of the whole server against a mirror of one module, all on loopback, for the JDK's AOT cache to learn which
 * classes a start needs and how the code of first requests behaves (JEP 514, JEP 515). The launcher does this once after a
 * build.
 */
final class AotTraining {
    private static final String MODULE = "/training.test/module";

    /** The number of requests; a test that covers only the start needs fewer. */
    private static final int ROUNDS = Integer.getInteger("breakwater.training.rounds", 400);

    private AotTraining() {}

    /** Runs it, by the usual command line; leaves nothing behind. */
    static void run() throws IOException {
        Path folder = Files.createTempDirectory("breakwater-training");
        HttpServer mirror = mirror();
        try {
            Path file = folder.resolve("breakwater.yaml");
            Files.writeString(file, configuration(mirror.getAddress().getPort()));
            String data = folder.resolve("data").toString();
            CommandLine.run(
                    new String[] {"serve", "--config", file.toString(), "--data-dir", data},
                    Formats.of(System.getenv()),
                    _ -> serve(file, data));
        } finally {
            mirror.stop(0);
            delete(folder);
        }
    }

    private static int serve(Path file, String data) throws ConfigException, IOException, InterruptedException {
        // A variable of the environment would override the file, so none is read.
        Flags flags = new Flags(file, null, data, false, null);
        KnownFormats formats = Formats.of(Map.of());
        Configuration configuration = new Configuration(SettingsSchema.of(formats.sections()), Map.of(), flags);
        try (Server server = Server.start(configuration, formats, InstantSource.system())) {
            exercise(server.url());
        }
        return 0;
    }

    private static String configuration(int port) {
        return """
                listen: 127.0.0.1:0
                repositories:
                  go:
                    format: go
                    checksum-databases: []
                    upstreams:
                      - name: training
                        url: http://127.0.0.1:%d
                """.formatted(port);
    }

    private static HttpServer mirror() throws IOException {
        HttpServer mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mirror.createContext("/", exchange -> {
            Optional<byte[]> body = file(exchange.getRequestURI().getPath().substring(MODULE.length()));
            exchange.sendResponseHeaders(body.isPresent() ? 200 : 404, body.isPresent() ? body.get().length : -1);
            if (body.isPresent()) {
                exchange.getResponseBody().write(body.get());
            }
            exchange.close();
        });
        mirror.start();
        return mirror;
    }

    /** Every version {@code v1.0.…} of the module. */
    private static Optional<byte[]> file(String path) throws IOException {
        if (path.equals("/@v/list")) {
            return text("v1.0.0\n");
        }
        int dot = path.lastIndexOf('.');
        if (!path.startsWith("/@v/v1.0.")) {
            return Optional.empty();
        }
        String version = path.substring("/@v/".length(), dot);
        return switch (path.substring(dot)) {
            case ".info" -> text("{\"Version\":\"" + version + "\",\"Time\":\"2024-01-01T00:00:00Z\"}");
            case ".mod" -> text("module training.test/module\n");
            case ".zip" -> Optional.of(zip(version));
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> text(String text) {
        return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] zip(String version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("training.test/module@" + version + "/go.mod"));
            zip.write("module training.test/module\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("training.test/module@" + version + "/large.txt"));
            zip.write(new byte[200_000]);
        }
        return bytes.toByteArray();
    }

    private static void exercise(String url) throws IOException {
        for (String path : List.of("/-/live", "/-/ready", "/-/metrics", "/", "/-/api/v1/figures")) {
            get(url + path);
        }
        for (int i = 0; i < ROUNDS; i++) {
            for (String suffix : List.of("info", "mod", "zip", "zip", "info")) {
                get(url + "/go" + MODULE + "/@v/v1.0." + i + "." + suffix);
            }
            get(url + "/go" + MODULE + "/@v/list");
            get(url + "/go" + MODULE + "/@v/v2.0." + i + ".info");
        }
    }

    private static void get(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        try (InputStream body =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (body != null) {
                body.readAllBytes();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
