package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.event.Events;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running server lets go what is too much or unused, and nobody notices. */
class RetentionTaskTest {
    private static final Duration NOTICED = Duration.ofSeconds(30);
    private static final int MODULES = 40;
    private static final int WANTED = 12;
    private static final Key HOSTED = new Key("go", "hosted.test/m/@v/v1.0.0.zip");

    @TempDir
    private Path folder = Path.of("");

    private static String configuration(Mirror mirror, String storage) {
        return "storage: {" + storage + "}\nrepositories: {go: {checksum-databases: [], upstreams: [{name: m, url: '"
                + mirror.url() + "'}]}}\n";
    }

    private static double metric(RunningServer server, String name) {
        try {
            Matcher line = Pattern.compile("(?m)^" + name + " ([0-9.E]+)$")
                    .matcher(RawHttp.get(server.url() + "/-/metrics").text());
            return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(Key key) {
        return folder.resolve("data/entries/" + key + "=");
    }

    private void publish(Instant when) throws IOException {
        Meta meta = new Meta("application/zip", Standing.CONFIRMED, "x", "-", when, null, true);
        try (FileStore store = FileStore.open(folder.resolve("data"), () -> when, Events.NONE);
                Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(new byte[200_000]));
            staged.complete();
            store.commit(staged, HOSTED, meta);
        }
    }

    @Test
    void a_store_over_its_quota_comes_below_it_under_traffic_and_nobody_notices() throws Exception {
        publish(Instant.parse("2020-01-01T00:00:00Z"));
        AtomicInteger wanted = new AtomicInteger(MODULES);
        AtomicInteger answered = new AtomicInteger();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try (Mirror mirror = Mirror.serving(Corpora.big(MODULES, 100_000, 1));
                RunningServer server = RunningServer.start(folder, configuration(mirror, ""))) {
            List<Thread> clients = IntStream.range(0, 3)
                    .mapToObj(c -> Thread.ofVirtual().start(() -> load(server, c, wanted, answered, failures)))
                    .toList();
            await().atMost(NOTICED).until(() -> metric(server, "breakwater_store_bytes") > 3_500_000);
            wanted.set(WANTED);
            server.configure(configuration(mirror, "quota: 2MB"));
            await().atMost(NOTICED).until(() -> metric(server, "breakwater_store_collected_bytes_total") > 1_500_000);
            await().atMost(NOTICED).until(() -> metric(server, "breakwater_store_bytes") <= 2_000_000);
            int then = answered.get();
            await().atMost(NOTICED).until(() -> answered.get() > then + 100);
            wanted.set(0);
            for (Thread client : clients) {
                client.join();
            }
            await().atMost(NOTICED).until(() -> metric(server, "breakwater_store_bytes") <= 2_000_000);
            assertThat(failures).isEmpty();
            assertThat(file(HOSTED)).exists();
            assertThat(metric(server, "breakwater_store_collected_entries_total"))
                    .isGreaterThan(15);
            assertThat(metric(server, "breakwater_store_quota_bytes")).isEqualTo(2_000_000);
            assertThat(metric(server, "breakwater_alarms_total")).isZero();
        }
    }

    /** Asks over one connection for as long as any modules are wanted, one of them again and again and the others in turn. */
    private static void load(
            RunningServer server, int client, AtomicInteger wanted, AtomicInteger answered, Queue<String> failures) {
        try (RawHttp http = RawHttp.connect(URI.create(server.url()), Duration.ofSeconds(20))) {
            for (int i = client * 13, modules; (modules = wanted.get()) > 0; i++) {
                String path = "/go/big.test/m" + (i % 2 == 0 ? 0 : i / 2 % modules) + "/@v/v1.0.0.zip";
                RawHttp.Got got = http.ask("GET", path);
                if (got.status() != 200 || got.end() != RawHttp.End.COMPLETE) {
                    failures.add(path + ": " + got.status() + " " + got.end() + " " + got.text());
                    return;
                }
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    @Test
    void what_nobody_used_for_long_goes_but_what_is_kept_by_name() throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        try (Mirror mirror = Mirror.serving(Corpora.small(3, 1));
                RunningServer server = RunningServer.start(
                        folder, configuration(mirror, "unused: 90d, keep: [small.test/m001]"), 0, clock)) {
            for (int i = 0; i < 3; i++) {
                assertThat(RawHttp.get(server.url() + "/go/" + Corpora.smallName(i) + "/@v/v1.0.0.mod")
                                .status())
                        .isEqualTo(200);
            }
            await().atMost(NOTICED).until(() -> Files.exists(file(mod(2))));
            ahead.set(Duration.ofDays(91));
            await().atMost(NOTICED).until(() -> {
                ahead.updateAndGet(time -> time.plus(Duration.ofHours(1)));
                return !Files.exists(file(mod(0))) && !Files.exists(file(mod(2)));
            });
            assertThat(file(mod(1))).exists();
            assertThat(RawHttp.get(server.url() + "/go/" + Corpora.smallName(0) + "/@v/v1.0.0.mod")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static Key mod(int module) {
        return new Key("go", Corpora.smallName(module) + "/@v/v1.0.0.mod");
    }
}
