package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.catalogue.ModuleLine;
import dev.breakwater.catalogue.VersionLine;
import dev.breakwater.insight.Build;
import dev.breakwater.insight.RequestFigures;
import dev.breakwater.insight.TrafficFilter;
import dev.breakwater.insight.TrafficLine;
import dev.breakwater.insight.UpstreamStory;
import dev.breakwater.insight.Window;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known traffic through a real server with a mirror that fails: every figure is what the client has counted itself. */
class OverviewTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<RawHttp.Got> answers = new ArrayList<>();

    private void get(RunningServer server, String path) throws Exception {
        answers.add(RawHttp.get(server.url() + path, PATIENCE));
    }

    private long seen(Predicate<RawHttp.Got> which) {
        return answers.stream().filter(which).count();
    }

    private static String result(RawHttp.Got got) {
        return got.header("x-breakwater").replaceFirst(";.*", "");
    }

    /** By what the header says the client counts what it was spared. */
    private Map<String, Long> spared() {
        Map<String, Long> spared = new TreeMap<>();
        for (String kind : List.of("failover", "resume", "witness", "rejected", "stale")) {
            spared.put(kind, seen(got -> got.header("x-breakwater").endsWith("; spared=" + kind)));
        }
        return spared;
    }

    private void traffic(RunningServer server) throws Exception {
        for (int round = 0; round < 3; round++) {
            for (String module : List.of("small.test/m000", "small.test/m001", "big.test/m0")) {
                for (String what : List.of("@v/list", "@v/v1.0.0.info", "@v/v1.0.0.mod", "@v/v1.0.0.zip")) {
                    get(server, "/go/" + module + "/" + what);
                }
            }
            get(server, "/go/small.test/nobody/@v/v1.0.0.info");
            get(server, "/go/nonsense");
            RawHttp.get(server.url() + "/-/ready", PATIENCE);
            RawHttp.get(server.url() + "/elsewhere", PATIENCE);
        }
    }

    @Test
    void every_figure_is_what_a_client_counts_itself() throws Exception {
        Corpus corpus = Corpora.small(2, 1).publish(Corpora.big(1, 900_000, 1));
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        MirrorSettings settings = MirrorSettings.of(corpus).sumdb("sum.test", sums);
        try (Mirror bad = Mirror.start(settings);
                Mirror good = Mirror.start(settings);
                RunningServer server = RunningServer.start(folder, """
                repositories:
                  go:
                    format: go
                    selection: priority
                    checksum-databases: [{key: '%s', sources: [upstreams]}]
                    upstreams:
                      - {name: bad, domain: a, url: '%s', timeouts: {stall: 500ms}}
                      - {name: good, domain: b, url: '%s'}
                """.formatted(sums.key(), bad.url(), good.url()))) {
            bad.fault(Fault.RESET, Kind.ZIP.only());
            bad.alsoFault(Fault.STATUS_500, Kind.MOD.only());
            traffic(server);
            Overview overview = server.overview();
            await().untilAsserted(() ->
                    assertThat(overview.figures().all(Window.HOUR).requests()).isEqualTo(answers.size()));
            figures(overview.figures().of(Window.HOUR, "go"));
            build(overview.builds().last(9));
            lines(overview.traffic().last(TrafficFilter.ALL, true, 9999));
            upstreams(overview.chronicle().stories());
            held(overview);
        }
    }

    private void figures(RequestFigures told) {
        assertThat(told.requests()).isEqualTo(answers.size());
        assertThat(told.failed()).isEqualTo(seen(got -> got.status() >= 500)).isZero();
        assertThat(told.succeeded()).isEqualTo(answers.size());
        assertThat(told.hits())
                .isEqualTo(seen(got -> List.of("hit", "revalidated", "stale").contains(result(got))));
        assertThat(told.misses())
                .isEqualTo(seen(got -> List.of("miss", "joined").contains(result(got))));
        assertThat(told.hits()).isPositive();
        assertThat(told.bytes())
                .isEqualTo(answers.stream().mapToLong(RawHttp.Got::length).sum());
        assertThat(new TreeMap<>(told.spared())).isEqualTo(spared());
        assertThat(told.spared().get("resume")).as("the big zip broke off").isPositive();
        assertThat(told.spared().get("failover")).as("every go.mod").isPositive();
    }

    private void build(List<Build> builds) {
        assertThat(builds).singleElement().satisfies(build -> {
            assertThat(build.requests()).isEqualTo(answers.size());
            assertThat(build.downloads()).isEqualTo(9);
            assertThat(build.passed()).isTrue();
            assertThat(new TreeMap<>(build.absorbed())).isEqualTo(spared());
            assertThat(build.waitMillis()).isBetween(1L, build.durationMillis());
        });
    }

    private void lines(List<TrafficLine> lines) {
        List<String> paths = lines.stream().map(TrafficLine::path).toList();
        assertThat(paths).doesNotContain("/-/ready").contains("/elsewhere");
        assertThat(lines.stream().filter(line -> line.repository().equals("go")).count())
                .isEqualTo(answers.size());
        assertThat(lines.stream().filter(line -> !line.spared().equals("-")).count())
                .isEqualTo(spared().values().stream().mapToLong(Long::longValue).sum());
    }

    private static void upstreams(List<UpstreamStory> stories) {
        assertThat(stories).extracting(UpstreamStory::upstream).contains("bad", "good");
        UpstreamStory bad = stories.stream()
                .filter(story -> story.upstream().equals("bad"))
                .findFirst()
                .orElseThrow();
        assertThat(bad.classes())
                .filteredOn(each -> each.traffic().equals("metadata"))
                .singleElement()
                .satisfies(each -> assertThat(each.failures())
                        .first()
                        .satisfies(failure -> assertThat(failure.said()).contains("500")));
    }

    private void held(Overview overview) throws Exception {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<ModuleLine> modules = overview.catalogue()
                    .modules("", "go", (repository, module) -> true, 0, 100)
                    .modules();
            assertThat(modules)
                    .extracting(ModuleLine::module)
                    .containsExactly("big.test/m0", "small.test/m000", "small.test/m001");
            assertThat(modules).extracting(ModuleLine::downloads).containsOnly(3L);
        });
        assertThat(overview.catalogue().versions("go", "big.test/m0"))
                .singleElement()
                .satisfies(version -> {
                    assertThat(version.kinds()).containsExactly("info", "mod", "zip");
                    assertThat(version.by()).startsWith("sum.test #");
                    assertThat(version.upstream()).isEqualTo("good");
                    assertThat(version).extracting(VersionLine::bytes).isEqualTo(bytes());
                });
    }

    /** What the client was sent of the big module's version, once each. */
    private long bytes() {
        return answers.subList(9, 12).stream().mapToLong(RawHttp.Got::length).sum();
    }
}
