package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");
    private final Figures figures = new Figures(() -> now);

    private void served(Requests... all) {
        for (Requests each : all) {
            figures.publish(each.served());
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @ParameterizedTest(name = "{0} with {1} counts as {2}")
    @CsvSource({
        "HIT, 200, succeeded",
        "MISS, 200, succeeded",
        "JOINED, 206, succeeded",
        "REVALIDATED, 304, succeeded",
        "STALE, 200, succeeded",
        "ABSENT, 404, succeeded",
        "REFUSED, 403, succeeded",
        "MALFORMED, 400, succeeded",
        "TROUBLE, 503, failed",
        "TROUBLE, 404, failed",
        "ERROR, 500, failed",
        "BROKEN, 200, failed",
        "REFUSED, 408, failed",
        "REFUSED, 507, failed",
        "HIT, 499, gone",
        "TROUBLE, 499, gone",
    })
    void a_request_succeeds_fails_or_is_given_up(RequestResult result, int status, String counted) {
        served(Requests.HIT.result(result, status));
        RequestFigures all = figures.all(Window.MINUTE);
        assertThat(all.requests()).isEqualTo(1);
        assertThat(Map.of("succeeded", all.succeeded(), "failed", all.failed(), "gone", all.gone()))
                .as("%s", counted)
                .containsEntry(counted, 1L)
                .satisfies(counts -> assertThat(counts.values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(1));
        assertThat(all.successRate()).isEqualTo(counted.equals("gone") ? null : counted.equals("failed") ? 0.0 : 1.0);
    }

    @ParameterizedTest
    @EnumSource
    void a_request_leaves_a_window_with_the_part_that_it_ended_in_and_no_sooner(Window window) {
        pass(window.part().minusMillis(1));
        served(Requests.HIT);
        now = Instant.ofEpochMilli(
                Math.floorDiv(now.toEpochMilli(), window.part().toMillis())
                        * window.part().toMillis());
        pass(window.part().multipliedBy(Window.POINTS).minusMillis(1));
        RequestFigures last = figures.all(window);
        assertThat(last.requests()).isEqualTo(1);
        assertThat(last.points().getFirst().requests()).isEqualTo(1);
        assertThat(last.points().getFirst().from()).isEqualTo(last.from());
        pass(Duration.ofMillis(1));
        assertThat(figures.all(window).requests()).isZero();
    }

    /** Known traffic over a day and a half, held against a list of all of it. */
    @Test
    void every_window_is_what_counting_every_request_comes_to() {
        Random random = new Random(7);
        record Seen(Instant at, Requests request) {}
        List<Seen> seen = new ArrayList<>();
        List<Requests> kinds = List.of(
                Requests.HIT,
                Requests.HIT.in("npm"),
                Requests.HIT.result(RequestResult.MISS, 200).spared(RescuedBy.FAILOVER),
                Requests.HIT.result(RequestResult.MISS, 200).spared(RescuedBy.RESUME),
                Requests.HIT.result(RequestResult.JOINED, 200),
                Requests.HIT.result(RequestResult.STALE, 200).spared(RescuedBy.STALE),
                Requests.HIT.result(RequestResult.ABSENT, 404),
                Requests.HIT.result(RequestResult.TROUBLE, 503),
                Requests.HIT.result(RequestResult.HIT, 499));
        for (int i = 0; i < 4000; i++) {
            long pause = i % 100 == 0 ? 3_000_000 : i % 10 == 0 ? 20_000 : 100;
            pass(Duration.ofMillis((long) (pause * random.nextDouble())));
            Requests one = kinds.get(random.nextInt(kinds.size()));
            served(one);
            seen.add(new Seen(now, one));
        }
        for (Window window : Window.values()) {
            for (String repository : List.of("", "go", "npm", "nothing")) {
                RequestFigures told = figures.of(window, repository);
                List<Requests> within = seen.stream()
                        .filter(each -> !each.at().isBefore(told.from()))
                        .map(Seen::request)
                        .filter(each ->
                                repository.isEmpty() || each.repository().equals(repository))
                        .toList();
                Map<RequestResult, Long> results = new EnumMap<>(RequestResult.class);
                Map<RescuedBy, Long> spared = new EnumMap<>(RescuedBy.class);
                within.stream().filter(each -> each.status() != 499).forEach(each -> {
                    results.merge(each.result(), 1L, Long::sum);
                    spared.merge(each.spared(), 1L, Long::sum);
                });
                assertThat(told.requests()).isEqualTo(within.size());
                assertThat(told.bytes()).isEqualTo(100L * within.size());
                assertThat(told.gone())
                        .isEqualTo(within.stream()
                                .filter(each -> each.status() == 499)
                                .count());
                assertThat(told.failed()).isEqualTo(results.getOrDefault(RequestResult.TROUBLE, 0L));
                assertThat(told.succeeded()).isEqualTo(told.requests() - told.failed() - told.gone());
                assertThat(told.hits())
                        .isEqualTo(results.getOrDefault(RequestResult.HIT, 0L)
                                + results.getOrDefault(RequestResult.STALE, 0L));
                assertThat(told.misses())
                        .isEqualTo(results.getOrDefault(RequestResult.MISS, 0L)
                                + results.getOrDefault(RequestResult.JOINED, 0L));
                assertThat(told.spared())
                        .containsEntry("failover", spared.getOrDefault(RescuedBy.FAILOVER, 0L))
                        .containsEntry("resume", spared.getOrDefault(RescuedBy.RESUME, 0L))
                        .containsEntry("stale", spared.getOrDefault(RescuedBy.STALE, 0L))
                        .containsEntry("witness", 0L);
                assertThat(told.points()).hasSize(Window.POINTS);
                assertThat(told.points().stream()
                                .mapToLong(RequestFigures.Point::requests)
                                .sum())
                        .isEqualTo(told.requests());
                assertThat(told.points().stream()
                                .mapToLong(RequestFigures.Point::spared)
                                .sum())
                        .isEqualTo(told.sparedInAll());
            }
        }
    }

    @Test
    void pages_of_this_server_are_no_traffic() {
        served(Requests.HIT.in("-"));
        assertThat(figures.all(Window.MINUTE).requests()).isZero();
        assertThat(figures.repositories()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 8, 9, 99, 1_000, 12_345, 800_000, 61_000_000, 133_000_000})
    void a_percentile_is_at_most_an_eighth_too_large_and_never_too_small(long micros) {
        served(Requests.HIT.took(Duration.ofNanos(micros * 1000)));
        RequestFigures.Times times = figures.all(Window.MINUTE).hitTimes();
        assertThat(times.count()).isEqualTo(1);
        assertThat(times.p50Millis()).isBetween(micros / 1000.0, micros / 1000.0 * 1.125 + 0.001);
    }

    @Test
    void percentiles_are_those_of_their_rank_and_of_hits_and_misses_apart() {
        for (int i = 1; i <= 100; i++) {
            served(Requests.HIT.took(Duration.ofMillis(i)));
            served(Requests.HIT.result(RequestResult.MISS, 200).took(Duration.ofSeconds(1)));
        }
        RequestFigures all = figures.all(Window.MINUTE);
        assertThat(all.hitTimes().p50Millis()).isBetween(50.0, 57.0);
        assertThat(all.hitTimes().p95Millis()).isBetween(95.0, 107.0);
        assertThat(all.hitTimes().p99Millis()).isBetween(99.0, 112.0);
        assertThat(all.missTimes().p50Millis()).isBetween(1000.0, 1125.0);
        assertThat(all.times().count()).isEqualTo(200);
    }

    @Test
    void no_request_is_lost_where_many_threads_count_and_one_reads() throws Exception {
        Figures real = new Figures(java.time.InstantSource.system());
        Event.Served hit = Requests.HIT.served();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                all.add(threads.submit(() -> {
                    go.await();
                    for (int i = 0; i < 50_000; i++) {
                        real.publish(hit);
                    }
                    return null;
                }));
            }
            go.countDown();
            while (real.all(Window.DAY).requests() < 150_000) {
                Thread.onSpinWait();
                if (all.stream().allMatch(Future::isDone)) {
                    break;
                }
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(real.all(Window.DAY).requests()).isEqualTo(150_000);
        assertThat(real.all(Window.DAY).points().stream()
                        .mapToLong(RequestFigures.Point::requests)
                        .sum())
                .isEqualTo(150_000);
    }
}
