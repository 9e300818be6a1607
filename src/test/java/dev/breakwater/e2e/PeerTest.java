package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server before another: what a client wants only where it is held is asked of the other's store, and of nothing else. */
class PeerTest {
    private static final String HELD = "/go/small.test/m000/@v/v1.0.0.zip";
    private static final String LIST = "/go/small.test/m000/@v/list";
    private static final String NEW = "/go/small.test/m001/@v/v1.0.0.zip";
    private static final String SILENT = "Disable-Module-Fetch: true";

    @TempDir
    private Path folder;

    private final Corpus corpus = Corpora.small(2, 1);
    private final Mirror mirror = Mirror.serving(corpus);
    private RunningServer peer;

    @BeforeEach
    void start() throws Exception {
        peer = RunningServer.start(
                Files.createDirectory(folder.resolve("peer")), Configured.over(null, List.of(mirror.url())));
        assertThat(RawHttp.get(peer.url() + HELD).status()).isEqualTo(200);
        assertThat(RawHttp.get(peer.url() + LIST).status()).isEqualTo(200);
        mirror.log().clear();
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        mirror.close();
    }

    private RunningServer before(boolean isPeer) throws Exception {
        String configuration = Configured.over(null, List.of(mirror.url(), peer.url() + "/go"))
                .replace("{name: mirror1,", "{name: mirror1, peer: " + isPeer + ",");
        return RunningServer.start(Files.createDirectory(folder.resolve("before")), configuration);
    }

    private static int status(RunningServer server, String path) throws IOException {
        return RawHttp.get(server.url() + path, SILENT).status();
    }

    @Test
    void what_a_peer_holds_is_had_without_anybody_fetching_and_stale_where_it_may_not_be_current() throws Exception {
        try (RunningServer server = before(true)) {
            RawHttp.Got got = RawHttp.get(server.url() + HELD, SILENT);
            assertThat(got.status()).as(got.text()).isEqualTo(200);
            assertThat(got.body()).isEqualTo(RawHttp.get(peer.url() + HELD).body());
            assertThat(got.header("x-breakwater")).isEqualTo("miss; upstream=mirror1");
            RawHttp.Got list = RawHttp.get(server.url() + LIST, SILENT);
            assertThat(list.text()).isEqualTo("v1.0.0\n");
            assertThat(list.header("x-breakwater")).isEqualTo("stale; upstream=mirror1");
            assertThat(list.header("cache-control")).isEqualTo("no-store");
            assertThat(mirror.log().last()).isEmpty();
        }
    }

    @Test
    void what_no_peer_holds_is_not_to_be_had_and_that_is_not_remembered() throws Exception {
        try (RunningServer server = before(true)) {
            assertThat(status(server, NEW)).isEqualTo(404);
            assertThat(mirror.log().last()).isEmpty();
            assertThat(RawHttp.get(server.url() + NEW).status()).isEqualTo(200);
        }
    }

    @Test
    void an_upstream_that_is_no_peer_is_not_asked() throws Exception {
        try (RunningServer server = before(false)) {
            assertThat(status(server, HELD)).isEqualTo(404);
            assertThat(mirror.log().last()).isEmpty();
        }
    }
}
