package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.repository.KnownFormats;
import dev.breakwater.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What clients of every format can rely on, tried through the whole server: a format gets it by saying what a request means, and
 * must not lose it by how it says so.
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class FormatContract {
    /**
     * What there is in a repository of the format.
     *
     * @param fixed a path, below the repository, of something that never changes and has more than 100 bytes
     * @param changing one of something that may change
     * @param missing one of something that no upstream has
     * @param secret one of something that is private, and that the upstream offers all the same
     * @param errors the media type of the format's errors
     */
    record Things(String fixed, String changing, String missing, String secret, String errors) {}

    @TempDir
    Path folder;

    ContractUpstream upstream;
    RunningServer server;

    /** The formats that the server knows. */
    KnownFormats formats() {
        return Formats.of(Map.of());
    }

    /** The settings of the repository, as a YAML flow mapping; it has the one upstream at {@code url}. */
    abstract String repository(String url);

    /** Fills the upstream. */
    abstract Things fill(ContractUpstream mirror) throws Exception;

    Things things;

    @BeforeEach
    void start() throws Exception {
        upstream = new ContractUpstream();
        things = fill(upstream);
        server = served("", 0);
    }

    /** Serves the same with further settings. */
    void serve(String more, int port) throws Exception {
        server = served(more, port);
    }

    private RunningServer served(String more, int port) throws Exception {
        String configuration = """
                access: {anonymous: public}
                repositories:
                  r: %s
                """.formatted(repository(upstream.url())) + more;
        return RunningServer.start(folder, configuration, port, InstantSource.system(), formats());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    RawHttp.Got ask(String method, String path, String... headers) throws IOException {
        try (RawHttp line = RawHttp.connect(URI.create(server.url()), Duration.ofSeconds(60))) {
            return line.ask(method, "/r/" + path, headers);
        }
    }

    RawHttp.Got get(String path, String... headers) throws IOException {
        return ask("GET", path, headers);
    }

    /** Requests it until it is served from the store. */
    RawHttp.Got held(String path) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> get(path), got -> got.header("X-Breakwater").startsWith("hit"));
    }

    @Test
    void what_was_fetched_is_served_again_byte_by_byte() throws Exception {
        RawHttp.Got first = get(things.fixed());
        assertThat(first.status()).isEqualTo(200);
        RawHttp.Got again = held(things.fixed());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        int asked = upstream.asked.size();
        get(things.fixed());
        assertThat(upstream.asked).hasSize(asked);
    }

    @Test
    void a_head_says_what_a_get_would() throws Exception {
        for (String path : List.of(things.fixed(), things.changing())) {
            RawHttp.Got whole = held(path);
            RawHttp.Got head = ask("HEAD", path);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.length()).isZero();
            for (String name : List.of("Content-Length", "Content-Type", "ETag", "Cache-Control", "Last-Modified")) {
                assertThat(head.header(name)).as(name).isEqualTo(whole.header(name));
            }
        }
    }

    @Test
    void a_client_that_accepts_gzip_gets_the_same_content_under_a_tag_of_its_own() throws Exception {
        String gzip = "Accept-Encoding: gzip";
        for (String path : List.of(things.fixed(), things.changing())) {
            RawHttp.Got plain = held(path);
            RawHttp.Got coded = get(path, gzip);
            assertThat(plain.header("Content-Encoding")).as(path).isEmpty();
            if (coded.header("Content-Encoding").isEmpty()) {
                assertThat(coded.body()).as(path).isEqualTo(plain.body());
                continue;
            }
            assertThat(new GZIPInputStream(new ByteArrayInputStream(coded.body())))
                    .hasBinaryContent(plain.body());
            assertThat(coded.header("ETag")).as(path).isNotEqualTo(plain.header("ETag"));
            assertThat(coded.header("Vary")).as(path).contains("accept-encoding");
            assertThat(get(path, gzip, "If-None-Match: " + coded.header("ETag")).status())
                    .as(path)
                    .isEqualTo(304);
            assertThat(get(path, gzip, "If-None-Match: " + plain.header("ETag")).status())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void a_part_of_it_can_be_requested() throws Exception {
        byte[] whole = held(things.fixed()).body();
        RawHttp.Got part = get(things.fixed(), "Range: bytes=10-49");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 10, 50));
        assertThat(get(things.fixed(), "Range: bytes=" + whole.length + "-").status())
                .isEqualTo(416);
    }

    @Test
    void a_client_that_has_it_is_not_sent_it_again() throws Exception {
        for (String path : List.of(things.fixed(), things.changing())) {
            String tag = held(path).header("ETag");
            assertThat(get(path, "If-None-Match: " + tag).status()).as(path).isEqualTo(304);
        }
    }

    @Test
    void errors_read_as_clients_of_the_format_expect() throws Exception {
        RawHttp.Got absent = get(things.missing());
        assertThat(absent.status()).isEqualTo(404);
        assertThat(absent.header("Content-Type")).isEqualTo(things.errors());
        RawHttp.Got method = ask("TRACE", things.fixed());
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).contains("GET, HEAD");
        assertThat(method.header("Content-Type")).isEqualTo(things.errors());
    }

    @Test
    void what_is_held_is_served_in_the_dark_and_trouble_is_no_absence() throws Exception {
        byte[] fixed = held(things.fixed()).body();
        byte[] changing = held(things.changing()).body();
        upstream.dark(true);
        assertThat(get(things.fixed()).body()).isEqualTo(fixed);
        assertThat(get(things.changing()).body()).isEqualTo(changing);
        RawHttp.Got unknown = get(things.missing());
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.header("Retry-After")).isNotEmpty();
        assertThat(unknown.header("Content-Type")).isEqualTo(things.errors());
    }

    @Test
    void an_offline_server_asks_no_upstream_and_serves_what_it_holds() throws Exception {
        byte[] fixed = held(things.fixed()).body();
        byte[] changing = held(things.changing()).body();
        int port = URI.create(server.url()).getPort();
        server.close();
        upstream.asked.clear();
        serve("offline: true\n", port);
        assertThat(get(things.fixed()).body()).isEqualTo(fixed);
        assertThat(get(things.changing()).body()).isEqualTo(changing);
        assertThat(get(things.missing()).status()).isEqualTo(503);
        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void what_is_private_is_told_to_no_upstream_and_to_no_stranger() throws Exception {
        upstream.asked.clear();
        for (int i = 0; i < 2; i++) {
            RawHttp.Got refused = get(things.secret());
            assertThat(refused.status()).isIn(401, 403);
            assertThat(refused.header("Content-Type")).isEqualTo(things.errors());
        }
        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void the_pages_of_the_server_are_its_own_whatever_a_format_serves_at_the_root() throws Exception {
        Map<String, Integer> pages =
                Map.of("/-/live", 200, "/-/ready", 200, "/-/metrics", 200, "/-/api/v1/status", 401, "/-/console/", 401);
        try (RawHttp line = RawHttp.connect(URI.create(server.url()), Duration.ofSeconds(60))) {
            for (Map.Entry<String, Integer> page : pages.entrySet()) {
                assertThat(line.ask("GET", page.getKey()).status())
                        .as(page.getKey())
                        .isEqualTo(page.getValue());
            }
        }
    }

    @Test
    void no_answer_is_for_every_cache_if_it_depends_on_more_than_the_path() throws Exception {
        // a shared cache in front must not hand one client's answer to another
        assertThat(get(things.fixed()).header("Cache-Control")).contains("public");
        assertThat(get(things.secret()).header("Cache-Control")).doesNotContain("public");
    }
}
