package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildsTest {
    private static final Requests HIT = Requests.HIT;
    private static final Requests MISS = HIT.result(RequestResult.MISS, 200);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-05-01T12:10:00Z");
    private final List<Event> told = new ArrayList<>();

    private Builds builds() {
        return new Builds(folder.resolve("builds.json"), told::add, () -> now);
    }

    private void pass(long millis) {
        now = now.plusMillis(millis);
    }

    @Test
    void a_build_is_what_one_client_asks_for_without_a_pause_of_thirty_seconds() {
        Builds builds = builds();
        builds.publish(HIT.served());
        pass(30_001); // the next one takes a millisecond: it began 30 s after the first had ended
        builds.publish(MISS.served());
        assertThat(builds.running()).singleElement().satisfies(build -> {
            assertThat(build.requests()).isEqualTo(2);
            assertThat(build.downloads()).isEqualTo(2);
            assertThat(build.bytes()).isEqualTo(200);
            assertThat(build.durationMillis()).isEqualTo(30_002);
            assertThat(build.waitMillis()).isEqualTo(2);
            assertThat(build.passed()).isTrue();
            assertThat(build.over()).isFalse();
        });
        pass(30_002);
        builds.publish(HIT.served());
        assertThat(builds.last(10)).extracting(Build::requests).containsExactly(1L, 2L);
        assertThat(builds.last(10)).extracting(Build::over).containsExactly(false, true);
        assertThat(builds.last(10)).extracting(Build::number).containsExactly(2L, 1L);
    }

    @Test
    void addresses_and_callers_are_clients_of_their_own_and_pages_are_nobodys_build() {
        Builds builds = builds();
        builds.publish(HIT.by("10.0.0.1", "-").served());
        builds.publish(HIT.by("10.0.0.2", "-").served());
        builds.publish(HIT.by("10.0.0.1", "ci").served());
        builds.publish(HIT.by("10.0.0.1", "ci").served());
        builds.publish(HIT.in("-").by("10.0.0.3", "-").served());
        assertThat(builds.running())
                .extracting(build -> build.client() + " " + build.who() + " " + build.requests())
                .containsExactlyInAnyOrder("10.0.0.1 - 1", "10.0.0.2 - 1", "10.0.0.1 ci 2");
    }

    @Test
    void a_build_fails_with_one_request_and_what_it_was_spared_is_counted_by_kind() {
        Builds builds = builds();
        builds.publish(HIT.spared(RescuedBy.FAILOVER).served());
        builds.publish(HIT.spared(RescuedBy.FAILOVER).served());
        builds.publish(HIT.spared(RescuedBy.RESUME).served());
        builds.publish(HIT.result(RequestResult.ABSENT, 404).served());
        builds.publish(
                HIT.result(RequestResult.HIT, 499).spared(RescuedBy.STALE).served());
        assertThat(builds.running().getFirst().passed()).isTrue();
        builds.publish(HIT.result(RequestResult.TROUBLE, 503).served());
        Build build = builds.running().getFirst();
        assertThat(build.passed()).isFalse();
        assertThat(build.failures()).isEqualTo(1);
        assertThat(build.gone()).isEqualTo(1);
        assertThat(build.absorbed())
                .containsEntry("failover", 2L)
                .containsEntry("resume", 1L)
                .containsEntry("stale", 0L);
        assertThat(build.absorbedInAll()).isEqualTo(3);
    }

    /** Whatever overlaps is waited for once: held against the milliseconds themselves. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_wait_is_the_time_in_which_at_least_one_request_was_under_way(long seed) {
        Random random = new Random(seed);
        Builds builds = builds();
        long began = now.toEpochMilli();
        TreeSet<Long> busy = new TreeSet<>();
        for (int i = 0; i < 400; i++) {
            pass(random.nextInt(200));
            long took = random.nextInt(50) == 0 ? random.nextInt(5000) : random.nextInt(60);
            builds.publish(MISS.took(Duration.ofMillis(took)).served());
            for (long at = now.toEpochMilli() - took; at < now.toEpochMilli(); at++) {
                busy.add(at - began);
            }
        }
        assertThat(builds.running().getFirst().waitMillis()).isEqualTo(busy.size());
    }

    @Test
    void what_is_under_way_for_longer_than_a_pause_belongs_to_the_build_that_began_it() {
        Builds builds = builds();
        builds.publish(HIT.served());
        pass(60_000);
        builds.sweep();
        assertThat(builds.last(1).getFirst().over()).isTrue();
        builds.publish(MISS.took(Duration.ofSeconds(59)).served());
        assertThat(builds.last(10)).singleElement().satisfies(build -> {
            assertThat(build.over()).isFalse();
            assertThat(build.requests()).isEqualTo(2);
            assertThat(build.waitMillis()).isEqualTo(59_001);
        });
    }

    @Test
    void a_trend_counts_the_builds_that_are_over_where_they_began() {
        Builds builds = builds();
        builds.publish(HIT.spared(RescuedBy.WITNESS).served());
        builds.publish(
                HIT.by("10.0.0.2", "-").result(RequestResult.TROUBLE, 503).served());
        pass(Duration.ofHours(1).toMillis());
        builds.sweep();
        for (int i = 0; i < 3; i++) {
            builds.publish(
                    MISS.by("10.0.1." + i, "-").took(Duration.ofSeconds(i + 1)).served());
        }
        assertThat(builds.byHour()).singleElement().satisfies(hour -> {
            assertThat(hour.from()).isEqualTo(Instant.parse("2026-05-01T12:00:00Z"));
            assertThat(hour.builds()).isEqualTo(2);
            assertThat(hour.passed()).isEqualTo(1);
            assertThat(hour.saved()).isEqualTo(1);
            assertThat(hour.absorbed()).containsEntry("witness", 1L);
        });
        pass(Duration.ofMinutes(20).toMillis());
        builds.sweep();
        assertThat(builds.byHour()).extracting(BuildTrend::builds).containsExactly(2L, 3L);
        assertThat(builds.byHour().getLast().p50WaitMillis()).isBetween(2000.0, 2250.0);
        assertThat(builds.byDay()).singleElement().satisfies(day -> {
            assertThat(day.builds()).isEqualTo(5);
            assertThat(day.from()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
        });
    }

    @Test
    void builds_and_trends_survive_a_restart_and_numbers_go_on() throws Exception {
        try (Builds before = builds()) {
            before.start();
            before.publish(MISS.spared(RescuedBy.RESUME).served());
            before.publish(HIT.by("10.0.0.2", "ci").served());
        }
        String kept = Files.readString(folder.resolve("builds.json"));
        assertThat(kept).doesNotContain("m.test");
        try (Builds after = builds()) {
            after.publish(HIT.by("10.0.0.3", "-").served());
            after.start();
            Awaitility.await().untilAsserted(() -> assertThat(after.last(10)).hasSize(3));
            assertThat(after.last(10)).extracting(Build::number).containsExactlyInAnyOrder(1L, 2L, 3L);
            assertThat(after.running()).extracting(Build::number).containsExactly(3L);
            assertThat(after.byHour().getFirst().builds()).isEqualTo(2);
            assertThat(after.byHour().getFirst().absorbed()).containsEntry("resume", 1L);
        }
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "null", "[]", "{}", "{\"number\":1,\"builds\":[{}],\"hours\":[],\"days\":[]}", "\u0000"
            })
    void a_file_that_cannot_be_read_is_noted_and_all_begins_anew(String content) throws Exception {
        Files.writeString(folder.resolve("builds.json"), content);
        try (Builds builds = builds()) {
            builds.publish(HIT.served());
            builds.start();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(told)
                            .singleElement()
                            .isInstanceOfSatisfying(
                                    Event.LogNote.class,
                                    note -> assertThat(note.what())
                                            .contains("builds.json")
                                            .contains("start over")));
            assertThat(builds.last(10)).hasSize(1);
        }
        assertThat(Files.readString(folder.resolve("builds.json"))).contains("10.0.0.1");
    }
}
