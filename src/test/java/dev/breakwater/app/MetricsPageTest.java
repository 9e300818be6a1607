package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.insight.Receiver;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.MetricsPage;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/metrics.md against a real scrape of a server to which everything has happened. */
class MetricsPageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder = Path.of("");

    private static String configuration(CorpusDatabase sums, Mirror behind, Mirror good, Receiver receiver) {
        return """
                alerts: {webhooks: [{name: hook, url: "%s"}]}
                repositories:
                  go:
                    checksum-databases: [{key: "%s", sources: [upstreams]}]
                    selection: priority
                    upstreams:
                      - {name: behind, domain: a, url: "%s"}
                      - {name: good, domain: b, url: "%s"}
                """.formatted(receiver.url("/"), sums.key(), behind.url(), good.url());
    }

    private static int get(RunningServer server, String path) throws IOException {
        return RawHttp.get(server.url() + path, PATIENCE).status();
    }

    @Test
    void the_page_has_every_metric_of_a_server_to_which_everything_happened_and_no_other() throws Exception {
        Corpus corpus = Corpora.small(300, 11)
                .publish("two.test/m", "v1.0.0", Map.of("m.go", "package m\n"))
                .publish("two.test/m", "v1.1.0", Map.of("m.go", "package m\n"));
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        MirrorSettings settings = MirrorSettings.of(corpus).sumdb("sum.test", sums);
        try (Mirror behind = Mirror.start(settings);
                Mirror good = Mirror.start(settings);
                Receiver receiver = new Receiver()) {
            String configuration = configuration(sums, behind, good, receiver);
            try (RunningServer server = RunningServer.start(folder, configuration)) {
                behind.fault(Fault.STALE_LIST);
                assertThat(get(server, "/go/two.test/m/@v/list")).isEqualTo(200);
                assertThat(get(server, "/go/small.test/m000/@v/v1.0.0.zip")).isEqualTo(200);
                server.configure(configuration + "offline: perhaps\n");
                behind.fault(Fault.REFUSED);
                AtomicInteger next = new AtomicInteger(1);
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
                    // traffic, without which nobody is probed
                    get(server, "/go/small.test/m%03d/@v/v1.0.0.info".formatted(next.getAndIncrement() % 300));
                    assertThat(scrape(server).keySet())
                            .containsAll(MetricsPage.read().keySet());
                });
                Map<String, MetricsPage.Metric> documented = MetricsPage.read();
                Map<String, MetricsPage.Metric> told = scrape(server);
                assertThat(new TreeSet<>(documented.keySet())).isEqualTo(new TreeSet<>(told.keySet()));
                told.forEach((name, metric) ->
                        assertThat(documented.get(name)).as(name).isEqualTo(metric));
            }
        }
    }

    private static Map<String, MetricsPage.Metric> scrape(RunningServer server) throws IOException {
        return MetricsPage.scraped(RawHttp.get(server.url() + "/-/metrics").text());
    }
}
