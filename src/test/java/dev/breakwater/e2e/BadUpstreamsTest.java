package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Asked;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Ports;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream must not send never completes to a client, and the next upstream's right bytes do. */
@Execution(ExecutionMode.CONCURRENT)
class BadUpstreamsTest {
    private static final String MODULE = "small.test/m000";
    /** A lone upstream that falls silent in a body is waited for twice, 30 s each. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    @TempDir
    private Path folder;

    private final Corpus corpus = Corpora.small(2, 1).publish(Corpora.big(1, 900_000, 1));
    private final CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
    private final Mirror bad = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums));
    private final Mirror good = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums));

    @AfterEach
    void stop() {
        bad.close();
        good.close();
    }

    private RawHttp.Got get(RunningServer server, String path) throws IOException {
        return RawHttp.get(server.url() + "/go/" + path, PATIENCE);
    }

    private byte[] zip(String module) {
        return corpus.releases(module).getFirst().zip().bytes();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "HTML_200",
                "WRONG_VERSION",
                "SHORT_BODY",
                "BIT_FLIP",
                "TRUNCATED",
                "TOO_LONG_LENGTH",
                "REDIRECT_PRIVATE",
                "REDIRECT_LOOP"
            })
    void what_is_wrong_never_completes_alone_and_is_right_where_another_can_be_asked(Fault fault) throws Exception {
        bad.fault(fault, asked -> asked.kind() != Kind.SUMDB);
        String at = MODULE + "/@v/v1.0.0";
        Path one = Files.createDirectory(folder.resolve("one"));
        try (RunningServer server = RunningServer.start(one, Configured.over(sums.key(), List.of(bad.url())))) {
            // The go.mod of another version is the same here, and so is nothing wrong.
            for (String kind : switch (fault) {
                case WRONG_VERSION -> List.of(".zip", ".info");
                case TOO_LONG_LENGTH -> List.of(".zip"); // it takes its time
                default -> List.of(".zip", ".mod", ".info");
            }) {
                RawHttp.Got got = get(server, at + kind);
                // 404 where it is malformed: it is broken as every upstream there is has it
                assertThat(got.status()).as("%s, alone: %s", kind, got.text()).isIn(404, 503);
                assertThat(got.header("cache-control")).isEqualTo("no-store");
            }
        }
        String both = Configured.over(sums.key(), List.of(bad.url(), good.url()));
        try (RunningServer server = RunningServer.start(folder, both)) {
            assertThat(get(server, at + ".zip").body()).isEqualTo(zip(MODULE));
            assertThat(get(server, at + ".mod").text()).isEqualTo("module " + MODULE + "\n\ngo 1.21\n");
            assertThat(get(server, at + ".info").text()).contains("\"v1.0.0\"");
            assertThat(RawHttp.get(server.url() + "/-/metrics", PATIENCE).text())
                    .as("what was spared is counted")
                    .contains("breakwater_requests_spared_total{by=");
        }
        assertThat(bad.trespasses()).isZero();
    }

    @Test
    void what_one_upstream_sends_wrongly_does_not_become_absent_by_the_word_of_the_other() throws Exception {
        bad.fault(Fault.BIT_FLIP, Kind.ZIP.only());
        good.fault(Fault.LYING_404, Kind.ZIP.only());
        String both = Configured.over(sums.key(), List.of(bad.url(), good.url()));
        try (RunningServer server = RunningServer.start(folder, both)) {
            assertThat(get(server, "big.test/m0/@v/v1.0.0.zip").status()).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RANGE_IGNORED", "RANGE_WRONG_TOTAL"})
    void broken_off_zip_is_right_though_the_next_upstream_knows_nothing_of_ranges(Fault fault) throws Exception {
        String both = Configured.over(sums.key(), List.of(bad.url(), good.url()));
        try (RunningServer server = RunningServer.start(folder, both)) {
            // So that the first is not slow when it breaks off, and the second not asked before.
            assertThat(get(server, "small.test/m001/@v/v1.0.0.zip").status()).isEqualTo(200);
            bad.fault(Fault.TRUNCATED, Kind.ZIP.only());
            // Whoever asks it early, for the whole, hears nothing: the first has broken off before it says anything.
            good.fault(
                    Fault.BLACK_HOLE,
                    asked -> asked.kind() == Kind.ZIP
                            && asked.header("range").isEmpty()
                            && restsOf(good).isEmpty());
            good.alsoFault(fault, Kind.ZIP.only());
            RawHttp.Got got = get(server, "big.test/m0/@v/v1.0.0.zip");
            assertThat(got.status()).as(got.text()).isEqualTo(200);
            assertThat(got.body()).isEqualTo(zip("big.test/m0"));
            assertThat(restsOf(good)).as("asked for the rest").isNotEmpty();
        }
    }

    private static List<Asked> restsOf(Mirror mirror) {
        return mirror.log().last(asked -> !asked.header("range").isEmpty());
    }

    @Test
    void who_answers_while_another_writes_that_breaks_off_is_heard_for_the_whole_too() throws Exception {
        MirrorSettings usual = MirrorSettings.of(corpus).sumdb("sum.test", sums);
        try (Mirror writing = Mirror.start(usual.throttle(1_500_000));
                Mirror other = Mirror.start(usual.latency(Duration.ofMillis(100)))) {
            writing.fault(Fault.TRUNCATED, Kind.ZIP.only());
            other.fault(Fault.RANGE_WRONG_TOTAL, Kind.ZIP.only());
            String both = Configured.over(sums.key(), List.of(writing.url(), other.url()));
            try (RunningServer server = RunningServer.start(folder, both)) {
                RawHttp.Got got = get(server, "big.test/m0/@v/v1.0.0.zip");
                assertThat(got.status()).as(got.text()).isEqualTo(200);
                assertThat(got.body()).isEqualTo(zip("big.test/m0"));
            }
        }
    }

    /** Nobody vouches for any zip here, so that its form alone is looked at. */
    @ParameterizedTest
    @EnumSource
    void zip_that_no_module_may_have_is_refused_and_named(BadZip zip) throws Exception {
        String at = "/x.y/m/@v/v1.0.0";
        try (Stranger stranger = new Stranger();
                RunningServer server = RunningServer.start(folder, Configured.over(null, List.of(stranger.url())))) {
            stranger.says(at + ".zip", 200, Map.of("Content-Type", "application/zip"), zip.bytes());
            RawHttp.Got got = RawHttp.get(server.url() + "/go" + at + ".zip", PATIENCE);
            assertThat(got.status()).as(got.text()).isEqualTo(404);
            assertThat(got.header("cache-control")).isEqualTo("no-store");
            assertThat(got.text()).contains(zip.why());
        }
    }

    /** Nobody vouches for any go.mod here, so that its form alone is looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"invalid", "", "module x.y/m/v2\n", "module x.y/m\nrequire (\n"})
    void go_mod_that_no_module_may_have_is_not_served(String text) throws Exception {
        String at = "/x.y/m/@v/v1.0.0.mod";
        try (Stranger stranger = new Stranger();
                RunningServer server = RunningServer.start(folder, Configured.over(null, List.of(stranger.url())))) {
            stranger.says(at, 200, Map.of(), text.getBytes(StandardCharsets.UTF_8));
            RawHttp.Got got = RawHttp.get(server.url() + "/go" + at, PATIENCE);
            assertThat(got.status()).as(got.text()).isNotEqualTo(200);
            assertThat(got.text()).contains("the go.mod");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "v1.0.0.info", "v1.0.0.mod", "v1.0.0.zip"})
    void what_the_only_mirror_has_not_is_trouble_while_the_modules_own_host_cannot_be_reached(String what)
            throws Exception {
        int nowhere = Ports.free();
        String configured = """
                proxy: {http: "http://127.0.0.1:%d", https: "http://127.0.0.1:%d", except: [127.0.0.1]}
                repositories:
                  go:
                    checksum-databases: []
                    upstreams: ["%s", direct]
                """.formatted(nowhere, nowhere, good.url());
        try (RunningServer server = RunningServer.start(folder, configured)) {
            RawHttp.Got got = get(server, "own.test/m/@v/" + what);
            assertThat(got.status()).as(got.text()).isEqualTo(503);
        }
    }

    @Test
    void type_of_content_is_ours_whatever_the_upstream_calls_it() throws Exception {
        String at = "/" + MODULE + "/@v/v1.0.0";
        try (Stranger stranger = new Stranger();
                RunningServer server = RunningServer.start(folder, Configured.over(null, List.of(stranger.url())))) {
            Map<String, String> wrong = Map.of("Content-Type", "image/svg+xml", "Set-Cookie", "a=b");
            stranger.says(at + ".zip", 200, wrong, zip(MODULE))
                    .says(at + ".mod", 200, wrong, "module x\n".getBytes(StandardCharsets.UTF_8));
            RawHttp.Got zip = RawHttp.get(server.url() + "/go" + at + ".zip", PATIENCE);
            assertThat(zip.body()).isEqualTo(zip(MODULE));
            assertThat(zip.header("content-type")).isEqualTo("application/zip");
            RawHttp.Got mod = RawHttp.get(server.url() + "/go" + at + ".mod", PATIENCE);
            assertThat(mod.header("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(mod.headers()).doesNotContainKey("set-cookie");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "0x7f.1", "2130706433", "169.254.169.254"})
    void redirect_to_this_machine_or_its_network_is_not_followed(String host) throws Exception {
        String at = "/" + MODULE + "/@v/v1.0.0.mod";
        try (Stranger victim = new Stranger();
                Stranger stranger = new Stranger()) {
            String location = "http://" + host + ":" + victim.port() + at;
            stranger.says(at, 302, Map.of("Location", location), new byte[0]);
            victim.says(at, 200, Map.of(), ("module " + MODULE + "\n").getBytes(StandardCharsets.UTF_8));
            // The one that is configured may be internal, under the name that was configured and no other.
            String url = "http://" + (host.equals("localhost") ? "127.0.0.1:" : "localhost:") + stranger.port();
            try (RunningServer server = RunningServer.start(folder, Configured.over(null, List.of(url)))) {
                RawHttp.Got got = RawHttp.get(server.url() + "/go" + at, PATIENCE);
                assertThat(got.status()).as(got.text()).isEqualTo(503);
                assertThat(stranger.visits()).isPositive();
                assertThat(victim.visits()).isZero();
            }
        }
    }

    @Test
    void etag_that_cannot_be_sent_back_does_not_stop_a_list_from_being_asked_again() throws Exception {
        String list = "/" + MODULE + "/@v/list";
        try (Stranger stranger = new Stranger();
                RunningServer server = RunningServer.start(
                        folder,
                        Configured.over(null, List.of(stranger.url()))
                                .replace("format: go", "format: go\n    fresh: 1ms"))) {
            Map<String, String> headers = Map.of("ETag", "\"\u00e9\u0080\"", "Last-Modified", "gest\u00e4rn");
            stranger.says(list, 200, headers, "v1.0.0\n".getBytes(StandardCharsets.UTF_8));
            assertThat(RawHttp.get(server.url() + "/go" + list, PATIENCE).text())
                    .isEqualTo("v1.0.0\n");
            stranger.says(list, 200, headers, "v1.0.0\nv1.1.0\n".getBytes(StandardCharsets.UTF_8));
            RawHttp.Got again = RawHttp.get(server.url() + "/go" + list, PATIENCE);
            assertThat(again.status()).as(again.text()).isEqualTo(200);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(RawHttp.get(server.url() + "/go" + list, PATIENCE)
                                    .text())
                            .isEqualTo("v1.0.0\nv1.1.0\n"));
        }
    }
}
