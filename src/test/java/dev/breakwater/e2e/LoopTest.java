package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.Ports;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that would go in circles end at the first node that sees them twice, and whoever else can be asked is asked. */
class LoopTest {
    private static final String MOD = "/go/small.test/m000/@v/v1.0.0.mod";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Corpus corpus = Corpora.small(1, 1);
    private final Mirror mirror = Mirror.serving(corpus);

    @AfterEach
    void stop() {
        mirror.close();
    }

    private RunningServer server(String name, String... upstreams) throws Exception {
        return RunningServer.start(
                Files.createDirectory(folder.resolve(name)), Configured.over(null, List.of(upstreams)));
    }

    private static RawHttp.Got get(RunningServer server) throws IOException {
        return RawHttp.get(server.url() + MOD, PATIENCE);
    }

    @Test
    void our_own_address_under_another_name_is_asked_once_and_refused_with_508() throws Exception {
        try (Relay relay = new Relay();
                RunningServer server = server("alone", relay.url() + "/go")) {
            relay.leadTo(server.url());
            RawHttp.Got got = get(server);
            assertThat(got.status()).isEqualTo(503);
            assertThat(got.text()).contains("508").contains("a loop");
            assertThat(relay.connections()).isOne();
        }
    }

    @Test
    void our_own_address_beside_a_mirror_costs_nothing_but_the_question() throws Exception {
        try (Relay relay = new Relay();
                RunningServer server = server("beside", relay.url() + "/go", mirror.url())) {
            relay.leadTo(server.url());
            RawHttp.Got got = get(server);
            assertThat(got.status()).as(got.text()).isEqualTo(200);
            assertThat(got.body())
                    .isEqualTo(corpus.releases("small.test/m000").getFirst().goMod());
        }
    }

    @Test
    void our_own_address_by_its_number_is_left_out_at_the_start() throws Exception {
        int port = Ports.free();
        String configuration = Configured.over(null, List.of("http://127.0.0.1:" + port + "/go", mirror.url()));
        try (RunningServer server = RunningServer.start(folder, configuration, port, InstantSource.system())) {
            assertThat(get(server).status()).isEqualTo(200);
        }
    }

    @Test
    void two_that_name_each_other_end_the_circle_with_508_and_their_via() throws Exception {
        try (Relay relay = new Relay();
                RunningServer first = server("first", relay.url() + "/go");
                RunningServer second = server("second", first.url() + "/go")) {
            relay.leadTo(second.url());
            RawHttp.Got got = get(first);
            assertThat(got.status()).isEqualTo(503);
            assertThat(got.text()).contains("mirror0: 503");
            RawHttp.Got other = get(second);
            assertThat(other.status()).isEqualTo(503);

            String node = got.header("via");
            assertThat(node).startsWith("1.1 breakwater-").isNotEqualTo(other.header("via"));
            RawHttp.Got circled = RawHttp.get(first.url() + MOD, "Via: 1.0 somebody, " + node + ", 1.1 another");
            assertThat(circled.status()).isEqualTo(508);
            assertThat(circled.header("via")).isEqualTo(node);
            assertThat(circled.text()).contains("somebody").contains("another");
        }
    }

    @Test
    void two_that_name_each_other_and_a_mirror_serve() throws Exception {
        try (Relay relay = new Relay();
                RunningServer first = server("first", relay.url() + "/go", mirror.url());
                RunningServer second = server("second", first.url() + "/go", mirror.url())) {
            relay.leadTo(second.url());
            assertThat(get(first).status()).isEqualTo(200);
            assertThat(RawHttp.get(second.url() + "/go/small.test/m000/@v/v1.0.0.zip", PATIENCE)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void mirrors_are_told_through_whom_a_request_came() throws Exception {
        try (RunningServer first = server("first", mirror.url());
                RunningServer second = server("second", first.url() + "/go")) {
            assertThat(get(second).status()).isEqualTo(200);
            assertThat(mirror.log().last())
                    .isNotEmpty()
                    .allSatisfy(seen -> assertThat(seen.asked().header("via"))
                            .matches("1\\.1 breakwater-\\w{8}, 1\\.1 breakwater-\\w{8}"));
        }
    }
}
