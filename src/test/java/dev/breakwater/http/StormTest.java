package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One address asks for five thousand things at once that are not held, of a mirror that takes its time. */
class StormTest {
    private static final int CONNECTIONS = 20;
    private static final int STREAMS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OTHER = "127.0.0.2";

    @TempDir
    private Path folder;

    @Test
    void a_storm_of_cold_names_is_bounded_and_keeps_others_from_nothing() throws Exception {
        MirrorSettings slow = MirrorSettings.of(Corpora.small(5, 1)).latency(Duration.ofSeconds(2));
        List<H2> storm = new ArrayList<>();
        try (Mirror mirror = Mirror.start(slow);
                RunningServer server = RunningServer.start(folder, """
                        repositories:
                          go:
                            checksum-databases: []
                            upstreams: [{url: "%s", timeouts: {metadata: 30s}}]
                        """.formatted(mirror.url()))) {
            URI at = URI.create(server.url());
            try (RawHttp other = RawHttp.connect(at, PATIENCE, OTHER)) {
                assertThat(other.ask("GET", mod(0)).status()).isEqualTo(200);
                for (int i = 0; i < CONNECTIONS; i++) {
                    H2 http = H2.connect(at, 65_535);
                    storm.add(http);
                    for (int j = 0; j < STREAMS; j++) {
                        http.ask("GET", "/go/storm.test/m" + i + "x" + j + "/@v/v1.0.0.mod");
                    }
                }
                await().atMost(PATIENCE)
                        .until(() -> metric(other, "breakwater_requests_waiting") >= WaitingRequests.ROOM);
                for (int i = 1; i < 4; i++) {
                    assertThat(other.ask("GET", "/-/live").status()).isEqualTo(200);
                    assertThat(other.ask("GET", mod(0)).status()).isEqualTo(200);
                    RawHttp.Got cold = other.ask("GET", mod(i));
                    assertThat(cold.status()).as(cold.text()).isEqualTo(200);
                }
                assertThat(metric(other, "breakwater_requests_waiting")).isBetween(1.0, 2.0 * WaitingRequests.ROOM);
                assertThat(metric(other, "breakwater_fetches_in_flight")).isLessThanOrEqualTo(128);
                assertThat(turnedAway(storm.getLast())).isEqualTo("503 5");
                for (H2 http : storm) {
                    http.close();
                }
                await().atMost(PATIENCE).until(() -> metric(other, "breakwater_requests_waiting") == 0);
                await().atMost(PATIENCE).until(() -> metric(other, "breakwater_fetches_in_flight") == 0);
            }
            assertThat(mirror.log().count())
                    .as("what nobody waits for any more is not fetched")
                    .isLessThan(CONNECTIONS * STREAMS / 2);
        }
    }

    private static String mod(int i) {
        return "/go/" + Corpora.smallName(i) + "/@v/v1.0.0.mod";
    }

    /** The first answer on a connection of the storm, and when to come again. */
    private static String turnedAway(H2 http) throws IOException {
        H2.Frame frame = http.next();
        while (frame.type() != H2.HEADERS) {
            frame = http.next();
        }
        return frame.fields().get(":status") + " " + frame.fields().get("retry-after");
    }

    private static double metric(RawHttp http, String name) throws IOException {
        String text = http.ask("GET", "/-/metrics").text();
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }
}
