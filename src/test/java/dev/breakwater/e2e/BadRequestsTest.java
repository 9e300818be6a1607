package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client should send is answered with a reason, and no mirror hears of it. */
class BadRequestsTest {
    @TempDir
    private static Path folder;

    private static Mirror mirror;
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        mirror = Mirror.serving(Corpora.small(1, 1));
        server = RunningServer.start(folder, Configured.over(null, List.of(mirror.url())));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        mirror.close();
    }

    private static RawHttp.Got ask(String method, String path, String... headers) throws IOException {
        long before = mirror.log().count();
        try (RawHttp http = RawHttp.connect(URI.create(server.url()), Duration.ofSeconds(10))) {
            RawHttp.Got got = http.ask(method, path, headers);
            assertThat(mirror.log().count()).as("requests to the mirror").isEqualTo(before);
            assertThat(got.end()).isEqualTo(RawHttp.End.COMPLETE);
            return got;
        }
    }

    /** A reason that a go command prints: some lines of plain text, without a blank one. */
    private static void reason(RawHttp.Got got) {
        assertThat(got.header("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(got.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(got.text()).isNotBlank().doesNotContain("\n\n").doesNotContain("Exception");
        assertThat(got.length()).isLessThan(4096);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/go/small.test/%",
                "/go/small.test/%2",
                "/go/small.test/%zz/@v/list",
                "/go/small.test/%00/@v/list",
                "/go/small.test/%0d%0aX-Evil:%201/@v/list",
                "/go/small.test/%ff/@v/list",
                "/go/small.test/%c0%ae%c0%ae/@v/list",
                "/go/small.test/../../etc/passwd/@v/list",
                "/go/small.test/%2e%2e/%2e%2e/x/@v/list",
                "/go/small.test/..%2f..%2fx/@v/list",
                "/go/../go/small.test/m000/@v/list",
                "/go//small.test/m000/@v/list",
                "/go/small.test/m000/@v/../../../lock",
                "/go/small.test/m000/@v/a%2F..%2Fb.info",
                "/go/small.test/M000/@v/list",
                "/go/small.test/!M000/@v/list",
                "/go/small.test/m000!/@v/list",
                "/go/small.test/m000/@v/HEAD.info",
                "/go/small.test/m000/@v/a!.info",
                "/go/sumdb/../small.test/m000/@v/list"
            })
    void malformed_badly_escaped_and_traversing_paths_are_400(String path) throws IOException {
        RawHttp.Got got = ask("GET", path);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.headers()).doesNotContainKey("x-evil");
        reason(got);
    }

    @ParameterizedTest
    @CsvSource({
        "/go/small.test/m000/@v/latest.info, @latest",
        "/go/small.test/m000/@v/upgrade.info, @latest",
        "/go/small.test/m000/@v/patch.zip, @latest",
        "/go/small.test/m000/@v/v1.mod, v1.info",
        "/go/small.test/m000/@v/v1.0.zip, v1.0.info",
        "/go/small.test/m000/@v/main.mod, main.info",
        "/go/small.test/m000/@v/v1.0.0+meta.zip, .info",
        "/go/small.test/m000/@v/v2.0.0.zip, v2.0.0.info",
        "/go/small.test/m000/@v/v1.0.0.exe, list",
        "/go/small.test/m000, /@v/list",
        "/go/, /@v/list",
        "/go/127.0.0.1/m/@v/list, IP address",
        "/go/169.254.169.254/latest/@v/list, IP address",
        "/go/sumdb/sum.unknown.test/supported, configured",
    })
    void what_cannot_exist_is_404_and_told_what_to_ask_instead(String path, String instead) throws IOException {
        RawHttp.Got got = ask("GET", path);
        assertThat(got.status()).isEqualTo(404);
        assertThat(got.text()).contains(instead);
        reason(got);
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere/small.test/m000/@v/list, Repositories here: /go",
        "/small.test/m000/@v/list, must end with one of them",
        "/go%2Fsmall.test/m000/@v/list, must end with one of them",
        "/goo, Repositories here: /go",
    })
    void unknown_repository_is_404_and_the_known_ones_are_named(String path, String said) throws IOException {
        RawHttp.Got got = ask("GET", path);
        assertThat(got.status()).isEqualTo(404);
        assertThat(got.text()).contains(said);
        reason(got);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW"})
    void other_methods_than_get_and_head_are_405_and_the_two_are_named(String method) throws IOException {
        RawHttp.Got got = ask(method, "/go/small.test/m000/@v/list");
        assertThat(got.status()).isEqualTo(405);
        assertThat(got.header("allow")).contains("GET").contains("HEAD");
        reason(got);
    }

    @Test
    void who_sends_something_must_say_who_it_is() throws IOException {
        RawHttp.Got got = ask("PUT", "/go/small.test/m000/@v/list");
        assertThat(got.status()).isEqualTo(401);
        reason(got);
    }

    @Test
    void over_long_path_is_refused() throws IOException {
        RawHttp.Got longer = ask("GET", "/go/small.test/" + "a/".repeat(1_100) + "@v/list");
        assertThat(longer.status()).isIn(400, 414);
        reason(longer);
        RawHttp.Got longest = ask("GET", "/go/small.test/" + "a".repeat(9_000) + "/@v/list");
        assertThat(longest.status()).isEqualTo(414);
        reason(longest);
    }

    @Test
    void strangers_via_names_break_nothing() throws IOException {
        String list = "/go/small.test/m000/@v/list";
        for (String via : new String[] {"1.1 é", "1.1 \u0001", "nonsense", ",,,", "1.1 a b c, HTTP/9 ü"}) {
            RawHttp.Got got = RawHttp.get(server.url() + list, "Via: " + via);
            assertThat(got.status()).as(via).isIn(200, 400);
            assertThat(RawHttp.get(server.url() + list).status()).isEqualTo(200);
        }
        RawHttp.Got circling = ask("GET", "/go/small.test/m000/@v/v1.0.0.mod", "Via: " + "1.1 node, ".repeat(40));
        assertThat(circling.status()).isEqualTo(508);
        reason(circling);
    }
}
