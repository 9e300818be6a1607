package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficLogTest {
    private final TrafficLog traffic = new TrafficLog(() -> Instant.EPOCH);

    private static TrafficFilter filter(String repository, String result, int status, String path, boolean spared) {
        return new TrafficFilter(repository, "", result, status, path, "", spared);
    }

    @Test
    void whoever_goes_on_from_the_last_number_misses_nothing_and_sees_nothing_twice() {
        for (int i = 0; i < 5; i++) {
            traffic.publish(Requests.HIT.path("/go/" + i, false).served());
        }
        List<TrafficLine> first = traffic.after(0, TrafficFilter.ALL, false, 3);
        assertThat(first).extracting(TrafficLine::path).containsExactly("/go/0", "/go/1", "/go/2");
        List<TrafficLine> rest = traffic.after(first.getLast().sequence(), TrafficFilter.ALL, false, 100);
        assertThat(rest).extracting(TrafficLine::path).containsExactly("/go/3", "/go/4");
        assertThat(traffic.after(traffic.newest(), TrafficFilter.ALL, false, 100))
                .isEmpty();
        assertThat(traffic.last(TrafficFilter.ALL, false, 2))
                .extracting(TrafficLine::sequence)
                .containsExactly(5L, 4L);
    }

    @Test
    void the_last_two_thousand_are_kept() {
        for (int i = 0; i < 4100; i++) {
            traffic.publish(Requests.HIT.served());
        }
        assertThat(traffic.after(0, TrafficFilter.ALL, false, 9999))
                .hasSize(2000)
                .first()
                .satisfies(line -> assertThat(line.sequence()).isEqualTo(2101));
        assertThat(traffic.last(TrafficFilter.ALL, false, 9999)).hasSize(2000);
    }

    @Test
    void what_is_confidential_is_shown_to_whoever_may_see_it_alone_and_found_by_nobody_else() {
        traffic.publish(Requests.HIT
                .path("/go/corp.test/secret/@v/list", true)
                .by("10.0.0.1", "alice")
                .served());
        traffic.publish(
                Requests.HIT.path("/go/corp.test/secret/@v/list", false).in("-").served());
        assertThat(traffic.last(TrafficFilter.ALL, true, 9))
                .allSatisfy(line -> assertThat(line.path()).contains("secret"));
        assertThat(traffic.last(TrafficFilter.ALL, false, 9)).hasSize(2).allSatisfy(line -> {
            assertThat(line.toString()).doesNotContain("secret", "alice");
            assertThat(line.confidential()).isTrue();
        });
        assertThat(traffic.last(filter("", "", 0, "secret", false), false, 9)).isEmpty();
        assertThat(traffic.last(filter("", "", 0, "SECRET", false), true, 9)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "go, '', 0, '', false, 3",
        "npm, '', 0, '', false, 1",
        "'', trouble, 0, '', false, 1",
        "'', '', 5, '', false, 1",
        "'', '', 2, '', false, 3",
        "'', '', 0, M.TEST/B, false, 1",
        "'', '', 0, '', true, 1",
        "go, hit, 2, m.test, false, 2",
    })
    void a_filter_takes_what_meets_every_condition(
            String repository, String result, int status, String path, boolean spared, int found) {
        traffic.publish(Requests.HIT.served());
        traffic.publish(Requests.HIT
                .path("/go/m.test/b/@v/list", false)
                .spared(RescuedBy.WITNESS)
                .served());
        traffic.publish(Requests.HIT.result(RequestResult.TROUBLE, 503).served());
        traffic.publish(Requests.HIT.in("npm").path("/npm/x", false).served());
        traffic.publish(Requests.HIT.in("-").path("/-/metrics", false).served());
        assertThat(traffic.last(filter(repository, result, status, path, spared), true, 99))
                .hasSize(found);
    }
}
