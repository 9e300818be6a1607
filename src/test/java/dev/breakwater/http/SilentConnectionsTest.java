package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections on which nothing is said: they are counted, make room, and end. */
class SilentConnectionsTest {
    private static final int CONNECTIONS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Stand start(boolean tls, Duration request) throws IOException {
        Shelf shelf = new Shelf(folder).file("small.info", 126);
        TightLimits limits =
                new TightLimits().connections(CONNECTIONS).request(request).idle(Duration.ofMinutes(5));
        return Stand.start(shelf, tls, limits);
    }

    private static List<Raw> silent(Stand stand, int count) throws IOException {
        List<Raw> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Raw.connect(stand));
        }
        return all;
    }

    private static void close(List<Raw> all) throws IOException {
        for (Raw each : all) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void they_count_from_when_they_are_accepted(boolean tls) throws IOException {
        try (Stand stand = start(tls, Duration.ofMinutes(5))) {
            List<Raw> few = silent(stand, CONNECTIONS / 2);
            await().until(() -> stand.edge.connections() == CONNECTIONS / 2);
            close(few);
            await().until(() -> stand.edge.connections() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void however_many_there_are_others_are_answered(boolean tls) throws IOException {
        try (Stand stand = start(tls, Duration.ofMinutes(5))) {
            List<Raw> many = silent(stand, 5 * CONNECTIONS);
            for (int i = 0; i < 10; i++) {
                assertThat(RawHttp.get(stand.url("small.info"), PATIENCE).status())
                        .isEqualTo(200);
            }
            await().untilAsserted(() -> assertThat(stand.edge.connections()).isLessThanOrEqualTo(CONNECTIONS));
            close(many);
            await().until(() -> stand.edge.connections() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void their_first_bytes_are_due_as_soon_as_a_request_is(boolean tls) throws IOException {
        try (Stand stand = start(tls, Duration.ofMillis(300))) {
            List<Raw> all = silent(stand, CONNECTIONS);
            for (Raw each : all) {
                assertThat(each.untilClosed()).isEmpty();
            }
            close(all);
            await().until(() -> stand.edge.connections() == 0);
        }
    }
}
