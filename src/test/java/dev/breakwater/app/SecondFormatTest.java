package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.catalogue.VersionLine;
import dev.breakwater.format.go.GoFormat;
import dev.breakwater.format.go.settings.GoEnv;
import dev.breakwater.notes.NotesFormat;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server and commands with one format more than there is: it needs nothing but its place in the list. */
class SecondFormatTest {
    @TempDir
    private Path folder = Path.of("");

    private final NotesFormat notes = new NotesFormat();
    private final KnownFormats formats = new KnownFormats(List.of(new GoFormat(GoEnv.NONE), notes));
    private HttpServer mirror;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mirror.createContext("/", exchange -> {
            byte[] path = exchange.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
            boolean there = !exchange.getRequestURI().getPath().startsWith("/gone/");
            exchange.sendResponseHeaders(there ? 200 : 402, there ? path.length : -1);
            if (there) {
                exchange.getResponseBody().write(path);
            }
            exchange.close();
        });
        mirror.start();
        server = RunningServer.start(
                folder, """
                storage: {keep: [tea]}
                repositories:
                  go: {checksum-databases: [], upstreams: ['http://127.0.0.1:9']}
                  memos: {format: notes, upstreams: ['http://127.0.0.1:%1$d']}
                  diary: {format: notes, upstreams: ['http://127.0.0.1:%1$d/diary']}
                """.formatted(mirror.getAddress().getPort()), 0, InstantSource.system(), formats);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        mirror.stop(0);
    }

    private RawHttp.Got get(String path) throws IOException {
        try (RawHttp line = RawHttp.connect(URI.create(server.url()), Duration.ofSeconds(20))) {
            return line.ask("GET", path);
        }
    }

    private Shell.Ran run(String... line) {
        return Shell.run(Map.of(), formats, line);
    }

    @Test
    void each_repository_speaks_the_protocol_of_its_format() throws Exception {
        assertThat(get("/memos/tea/1.txt").text()).isEqualTo("/tea/1.txt");
        assertThat(get("/memos/tea").text()).isEqualTo("{\"error\":\"ask for <name>/<number>.txt\"}");
        assertThat(get("/memos/gone/1.txt").status()).isEqualTo(404);
        assertThat(get("/go/tea/1.txt").status()).isEqualTo(404);
        assertThat(notes.followed().await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void repositories_share_paths_at_the_root_and_the_format_chooses() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(get("/notes/tea/1.txt?of=memos").text()).isEqualTo("/tea/1.txt");
            assertThat(get("/notes/tea/1.txt?of=diary").text()).isEqualTo("/diary/tea/1.txt");
            assertThat(get("/notes/tea/1.txt").text()).isEqualTo("/diary/tea/1.txt");
        }
        assertThat(get("/memos/tea/1.txt").header("X-Breakwater"))
                .as("is kept under one name, wherever it was asked for")
                .startsWith("hit");
        for (String all : List.of("/notes", "/notes/")) {
            assertThat(get(all).text()).isEqualTo("diary memos\n");
        }
        assertThat(get("/notes/tea/1.txt?of=others").text()).isEqualTo("unknown others\n");
    }

    @Test
    void a_reload_serves_root_paths_only_while_a_repository_shares_them() throws Exception {
        assertThat(get("/notes/tea/1.txt?of=memos").status()).isEqualTo(200);
        server.configure("""
                repositories:
                  go: {checksum-databases: [], upstreams: ['http://127.0.0.1:9']}
                """);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/notes/tea/1.txt?of=memos").status() == 404);
    }

    @Test
    void names_and_versions_are_those_of_the_repository_s_format() throws Exception {
        for (String version : List.of("9", "10", "2")) {
            get("/memos/tea/" + version + ".txt");
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.overview().catalogue().versions("memos", "tea"))
                        .extracting(VersionLine::version)
                        .containsExactly("10", "9", "2"));
    }

    @Test
    void commands_find_the_abilities_of_a_repository_s_format() throws Exception {
        String file = server.file().toString();
        String data = folder.resolve("data").toString();
        Path wanted = Files.writeString(folder.resolve("wanted"), "tea/1\nmilk/1\n");
        Shell.Ran warm = run("warm", wanted.toString(), "--config", file, "--server", server.url() + "/memos");
        assertThat(warm.code()).as(warm.err()).isZero();
        assertThat(warm.out()).contains("has 2 files");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            age(folder.resolve("data/entries/memos"));
            Shell.Ran gc = run("store", "gc", "--config", file, "--data-dir", data, "--older-than", "9d", "--dry-run");
            assertThat(gc.out()).as("milk goes, tea is kept: " + gc.err()).startsWith("would remove 1 entries");
        });
        Shell.Ran export =
                run("store", "export", folder + "/out", "--repository", "memos", "--config", file, "--data-dir", data);
        assertThat(export.code()).isEqualTo(3);
        assertThat(export.err()).contains("a notes repository can't be carried in a folder");
    }

    private static void age(Path entries) throws IOException {
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        try (Stream<Path> files = Files.walk(entries)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(null, old, null);
            }
        }
    }
}
