package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.insight.Receiver;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** From the real server to a real receiver. */
@Execution(ExecutionMode.CONCURRENT)
class AlertsEndToEndTest {
    private static final Duration NOTICED = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of("");

    private static String configuration(Mirror mirror, String webhooks) {
        return "repositories: {go: {checksum-databases: [], upstreams: [{name: m, url: '" + mirror.url() + "'}]}}\n"
                + "alerts: {webhooks: [" + webhooks + "]}\n";
    }

    private static List<String> bodies(Receiver receiver) {
        return receiver.got().stream().map(Receiver.Got::body).toList();
    }

    @Test
    void a_refused_file_is_told_and_so_is_the_good_one_after_it() throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.small(1, 1));
                Receiver receiver = new Receiver()) {
            String good = configuration(mirror, "{url: '" + receiver.url("/hook") + "', secret: open}");
            try (RunningServer server = RunningServer.start(folder, good)) {
                server.configure(good + "offline: perhaps\n");
                await().atMost(NOTICED).until(() -> receiver.got().size() == 1);
                assertThat(receiver.got().getFirst().headers()).containsKeys("webhook-id", "webhook-signature");
                assertThat(receiver.got().getFirst().body())
                        .contains("configuration-refused/configuration", "\"firing\"", "breakwater.yaml:3:10");
                assertThat(RawHttp.get(server.url() + "/-/metrics").text())
                        .contains("breakwater_alerts_firing{rule=\"configuration-refused\"} 1.0");
                server.configure(good);
                await().atMost(NOTICED).until(() -> receiver.got().size() == 2);
                assertThat(receiver.got().getLast().body()).contains("\"resolved\"");
            }
        }
    }

    @Test
    void failing_requests_are_told_to_whom_a_changed_file_names() throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.small(1, 1));
                Receiver before = new Receiver();
                Receiver after = new Receiver();
                RunningServer server = RunningServer.start(
                        folder,
                        configuration(mirror, "{url: '" + before.url("/a") + "', events: [requests-failing]}"))) {
            server.configure(configuration(mirror, "{url: '" + after.url("/b") + "', events: [requests-failing]}"));
            await().atMost(NOTICED)
                    .until(() -> RawHttp.get(server.url() + "/-/metrics")
                            .text()
                            .contains("breakwater_configurations_total{result=\"taken\"} 1.0"));
            mirror.fault(Fault.REFUSED);
            for (int i = 0; i < 25; i++) {
                RawHttp.Got got =
                        RawHttp.get(server.url() + "/go/small.test/n" + i + "/@v/v1.0.0.zip", Duration.ofSeconds(30));
                assertThat(got.status()).isEqualTo(503);
            }
            await().atMost(NOTICED)
                    .until(() -> bodies(after).stream().anyMatch(b -> b.contains("requests-failing/go")));
            assertThat(before.got()).isEmpty();
        }
    }
}
