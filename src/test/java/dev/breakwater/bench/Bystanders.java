package dev.breakwater.bench;

import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Clients that want nothing special while a server is attacked: things that it holds, and its health check. */
final class Bystanders {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BEARABLE = Duration.ofMillis(50);
    private static final int AT_ONCE = 2;
    private static final int ROUNDS_A_SECOND = 20;

    /** What was asked for, how often that failed, and the times of all. */
    record Times(List<Duration> all, int failed) {
        Duration p99() {
            return Samples.percentile(all, 99);
        }

        int count() {
            return all.size();
        }
    }

    /** What came of one watch. */
    record Seen(Times hits, Times live) {
        /** How long an answer may take under attack: three times as long as in quiet, or 50 ms. */
        Duration bearable() {
            Duration thrice = hits.p99().multipliedBy(3);
            return thrice.compareTo(BEARABLE) > 0 ? thrice : BEARABLE;
        }
    }

    /** A hit and a health check. */
    record Round(Told hit, Told live) {
        boolean within(Duration limit) {
            return hit.right()
                    && live.right()
                    && hit.took().compareTo(limit) <= 0
                    && live.took().compareTo(limit) <= 0;
        }
    }

    private record Told(boolean right, Duration took) {}

    private final ServerProcess server;
    private final List<String> paths;
    private final String live;

    Bystanders(ServerProcess server, Options options) {
        this.server = server;
        this.paths = List.of(
                server.path(Attack.LIST),
                server.path("/big.test/m0/@v/v1.0.0.info"),
                server.path("/big.test/m0/@v/v1.0.0.mod"));
        this.live = options.ready().replace("ready", "live");
    }

    /** Lets the server fetch what is asked for, the large zip of the attacks among it. */
    void warm() throws IOException {
        try (RawHttp http = server.connect()) {
            for (int i = 0; i < 200; i++) {
                for (String path : paths) {
                    Get.whole(http, path);
                }
            }
            Get.whole(http, server.path(Attack.ZIP));
        }
    }

    /** Asks for {@code time}, twenty times a second and client. */
    Seen watch(Duration time) throws InterruptedException {
        List<Told> hits = Collections.synchronizedList(new ArrayList<>());
        List<Told> lives = Collections.synchronizedList(new ArrayList<>());
        long end = System.nanoTime() + time.toNanos();
        Crowd.failures(AT_ONCE, number -> {
            for (int i = number; System.nanoTime() - end < 0; i++) {
                Round round = round(i);
                hits.add(round.hit());
                lives.add(round.live());
                LockSupport.parkNanos(1_000_000_000 / ROUNDS_A_SECOND);
            }
        });
        return new Seen(times(hits), times(lives));
    }

    /** One hit and one health check. */
    Round round() {
        return round(0);
    }

    private Round round(int i) {
        return new Round(ask(paths.get(i % paths.size())), ask(live));
    }

    private Told ask(String path) {
        long start = System.nanoTime();
        boolean right;
        try (RawHttp http = server.connect(PATIENCE)) {
            RawHttp.Got got = http.ask("GET", path, "Connection: close");
            right = got.status() == 200 && got.end() == RawHttp.End.COMPLETE;
        } catch (IOException e) {
            right = false;
        }
        return new Told(right, Duration.ofNanos(System.nanoTime() - start));
    }

    private static Times times(List<Told> told) {
        return new Times(told.stream().map(Told::took).toList(), (int)
                told.stream().filter(it -> !it.right()).count());
    }
}
