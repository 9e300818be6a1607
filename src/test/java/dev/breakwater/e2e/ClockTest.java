package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The clock jumps, as after a suspend, a wrong battery or a first contact with a time server. Nothing breaks, nothing sticks. */
class ClockTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LIST = "small.test/m000/@v/list";
    private static final String ZIP = "small.test/m000/@v/v1.0.0.zip";

    @TempDir
    private Path folder;

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Corpus corpus = Corpora.small(3, 1);
    private final CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
    private final List<Mirror> mirrors = Stream.generate(
                    () -> Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums)))
            .limit(2)
            .toList();
    private RunningServer server;

    static Stream<Duration> jumps() {
        return Stream.of(Duration.ofDays(365), Duration.ofDays(-1), Duration.ofDays(-20_000));
    }

    @BeforeEach
    void start() throws Exception {
        String configuration =
                Configured.over(sums.key(), mirrors.stream().map(Mirror::url).toList());
        server = RunningServer.start(
                folder, configuration, 0, () -> Instant.now().plus(ahead.get()));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        mirrors.forEach(Mirror::close);
    }

    private RawHttp.Got get(String path) throws IOException {
        return RawHttp.get(server.url() + "/go/" + path, PATIENCE);
    }

    private String list() throws IOException {
        RawHttp.Got got = get(LIST);
        assertThat(got.status()).as(got.text()).isEqualTo(200);
        assertThat(got.header("age")).matches("|\\d{1,2}");
        return got.text();
    }

    private long asked(Kind kind) {
        return mirrors.stream().mapToLong(mirror -> mirror.log().count(kind)).sum();
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void what_is_held_stays_right_and_what_may_change_is_asked_again(Duration jump) throws Exception {
        assertThat(list()).isEqualTo("v1.0.0\n");
        byte[] zip = get(ZIP).body();
        assertThat(list()).isEqualTo("v1.0.0\n");
        long zips = asked(Kind.ZIP);

        ahead.set(jump);
        corpus.publish("small.test/m000", "v1.1.0", Map.of("go.mod", "module small.test/m000\n"));
        assertThat(list()).isEqualTo("v1.0.0\nv1.1.0\n");
        // by what is told of it and not by counting: lists are compared on our own account too, by the same clock
        await().atMost(PATIENCE).untilAsserted(() -> {
            RawHttp.Got again = get(LIST);
            assertThat(again.text()).isEqualTo("v1.0.0\nv1.1.0\n");
            assertThat(again.header("x-breakwater"))
                    .as("now that it is fresh and stored")
                    .startsWith("hit");
        });
        assertThat(get(ZIP).body()).isEqualTo(zip);
        assertThat(asked(Kind.ZIP)).as("zips asked for").isEqualTo(zips);
        assertThat(get("small.test/m001/@v/v1.0.0.zip").status()).isEqualTo(200);
        assertThat(get("small.test/m000/@v/v1.1.0.zip").status()).isEqualTo(200);
        assertThat(get("sumdb/sum.test/lookup/small.test/m002@v1.0.0").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void an_absence_does_not_outlive_its_minute(Duration jump) throws Exception {
        assertThat(get("small.test/new/@v/list").status()).isEqualTo(404);
        corpus.publish("small.test/new", "v1.0.0", Map.of("go.mod", "module small.test/new\n"));
        ahead.set(jump);
        assertThat(get("small.test/new/@v/v1.0.0.mod").status()).isEqualTo(200);
        RawHttp.Got got = get("small.test/new/@v/list");
        assertThat(got.text()).isEqualTo("v1.0.0\n");
    }

    @Test
    void what_is_older_than_the_operator_allows_is_trouble_rather_than_stale() throws Exception {
        String configuration =
                Configured.over(sums.key(), mirrors.stream().map(Mirror::url).toList()) + "    stale-if-error: 1h\n";
        Path other = Files.createDirectory(folder.resolve("other"));
        try (RunningServer strict =
                RunningServer.start(other, configuration, 0, () -> Instant.now().plus(ahead.get()))) {
            String list = strict.url() + "/go/" + LIST;
            String zip = strict.url() + "/go/" + ZIP;
            assertThat(RawHttp.get(list, PATIENCE).status()).isEqualTo(200);
            assertThat(RawHttp.get(zip, PATIENCE).status()).isEqualTo(200);
            mirrors.forEach(mirror -> mirror.fault(Fault.STATUS_500));
            ahead.set(Duration.ofMinutes(60));
            assertThat(RawHttp.get(list, PATIENCE).status()).isEqualTo(200);
            ahead.set(Duration.ofMinutes(62));
            assertThat(RawHttp.get(list, PATIENCE).status()).isEqualTo(503);
            assertThat(RawHttp.get(zip, PATIENCE).status()).isEqualTo(200);
        }
    }

    @Test
    void a_mirror_that_was_out_when_the_clock_was_set_back_is_worth_asking_when_it_is_well() throws Exception {
        mirrors.forEach(mirror -> mirror.fault(Fault.STATUS_500));
        for (int i = 0; i < 3; i++) {
            assertThat(get("small.test/m00" + i + "/@v/v1.0.0.mod").status()).isEqualTo(503);
        }
        ahead.set(Duration.ofDays(-1));
        mirrors.forEach(Mirror::heal);
        assertThat(get("small.test/m000/@v/v1.0.0.mod").status()).isEqualTo(200);
    }
}
