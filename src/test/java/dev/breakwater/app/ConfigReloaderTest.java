package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A changed file is put in force by the running server, and nobody notices but by what has changed. */
@Execution(ExecutionMode.CONCURRENT)
class ConfigReloaderTest {
    private static final Duration NOTICED = Duration.ofSeconds(20);

    @TempDir
    private Path folder = Path.of("");

    private static String over(Mirror... mirrors) {
        return "repositories: {go: " + repository("", mirrors) + "}\n";
    }

    private static String repository(String more, Mirror... mirrors) {
        String upstreams = Arrays.stream(mirrors)
                .map(m -> "{name: m" + m.url().replaceAll(".*:", "") + ", url: '" + m.url() + "'}")
                .collect(Collectors.joining(", "));
        return "{checksum-databases: [], upstreams: [" + upstreams + "]" + more + "}";
    }

    private static long configurations(RunningServer server, String result) throws IOException {
        String metrics = RawHttp.get(server.url() + "/-/metrics").text();
        Matcher line = Pattern.compile("breakwater_configurations_total\\{result=\"" + result + "\"} ([0-9.]+)")
                .matcher(metrics);
        return line.find() ? (long) Double.parseDouble(line.group(1)) : 0;
    }

    private static void awaitConfigurations(RunningServer server, String result, int count) {
        await().atMost(NOTICED).until(() -> configurations(server, result) >= count);
    }

    private static RawHttp.Got get(RunningServer server, String path) throws IOException {
        return RawHttp.get(server.url() + path, Duration.ofSeconds(20));
    }

    /** A program's way to save a file. */
    enum Saving {
        WRITTEN_OVER {
            @Override
            void save(Path file, String text) throws IOException {
                Files.writeString(file, text);
            }
        },
        RENAMED_OVER {
            @Override
            void save(Path file, String text) throws IOException {
                Path other = Files.writeString(file.resolveSibling("other"), text);
                Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        MOVED_AWAY_AND_WRITTEN_ANEW {
            @Override
            void save(Path file, String text) throws IOException {
                Files.move(file, file.resolveSibling("backup~"), StandardCopyOption.REPLACE_EXISTING);
                Files.writeString(file, text);
            }
        },
        LINKED_ELSEWHERE {
            @Override
            void save(Path file, String text) throws IOException {
                Path version = Files.createTempDirectory(file.getParent(), "version");
                Path target = Files.writeString(version.resolve("breakwater.yaml"), text);
                Path link = Files.createSymbolicLink(file.resolveSibling("link"), target);
                Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
            }
        };

        abstract void save(Path file, String text) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Saving.class)
    void an_added_upstream_is_asked_and_a_removed_one_no_longer(Saving saving) throws Exception {
        Corpus corpus = Corpora.small(3, 1);
        try (Mirror before = Mirror.serving(corpus);
                Mirror after = Mirror.serving(corpus);
                RunningServer server = RunningServer.start(folder, over(before))) {
            assertThat(get(server, "/go/small.test/m000/@v/v1.0.0.zip").status())
                    .isEqualTo(200);
            assertThat(before.log().count()).isPositive();
            long asked = before.log().count();
            saving.save(server.file(), "listen: 127.0.0.1:0\n" + over(after));
            awaitConfigurations(server, "taken", 1);
            assertThat(get(server, "/go/small.test/m001/@v/v1.0.0.zip").status())
                    .isEqualTo(200);
            assertThat(after.log().count()).isPositive();
            assertThat(before.log().count()).isEqualTo(asked);
        }
    }

    @Test
    void no_request_fails_while_the_file_changes_under_load() throws Exception {
        Corpus corpus = Corpora.small(1_000, 2);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try (Mirror one = Mirror.serving(corpus);
                Mirror two = Mirror.serving(corpus);
                RunningServer server = RunningServer.start(folder, over(one))) {
            List<Thread> clients = IntStream.range(0, 4)
                    .mapToObj(c -> Thread.ofVirtual().start(() -> load(server, c, enough, answered, failures)))
                    .toList();
            for (int round = 1; round <= 4; round++) {
                server.configure(round % 2 == 0 ? over(one) : over(two, one));
                awaitConfigurations(server, "taken", round);
                int then = answered.get();
                await().atMost(NOTICED).until(() -> answered.get() > then + 100);
            }
            enough.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            assertThat(two.log().count()).isPositive();
        }
    }

    /** Asks over one connection for as long as it is wanted: now and then for what is new. */
    private static void load(
            RunningServer server, int client, AtomicBoolean enough, AtomicInteger answered, Queue<String> failures) {
        try (RawHttp http = RawHttp.connect(URI.create(server.url()), Duration.ofSeconds(20))) {
            for (int i = 0; !enough.get(); i = (i + 1) % 5_000) {
                String module = Corpora.smallName(i % 20 == 0 ? i / 20 * 4 + client : i % 5);
                String path = "/go/" + module + (i % 3 == 0 ? "/@v/list" : "/@v/v1.0.0.zip");
                RawHttp.Got got = http.ask("GET", path);
                if (got.status() != 200 || got.end() != RawHttp.End.COMPLETE) {
                    failures.add(path + ": " + got.status() + " " + got.end());
                    return;
                }
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            failures.add("client " + client + ": " + e);
        }
    }

    @Test
    void a_running_download_ends_as_it_began() throws Exception {
        String zip = "/big.test/m0/@v/v1.0.0.zip";
        Corpus corpus = Corpora.big(1, 1_200_000, 3);
        try (Mirror slow = Mirror.start(MirrorSettings.of(corpus).throttle(200_000));
                Mirror other = Mirror.serving(corpus);
                RunningServer server = RunningServer.start(folder, over(slow))) {
            Queue<RawHttp.Got> got = new ConcurrentLinkedQueue<>();
            Thread client = Thread.ofVirtual().start(() -> {
                try {
                    got.add(get(server, "/go" + zip));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            await().atMost(NOTICED).until(() -> slow.log().count(zip) > 0);
            server.configure(over(other));
            awaitConfigurations(server, "taken", 1);
            assertThat(got).as("still on its way").isEmpty();
            client.join();
            assertThat(got).singleElement().satisfies(it -> {
                assertThat(it.status()).isEqualTo(200);
                assertThat(it.header("X-Breakwater")).contains("m" + slow.url().replaceAll(".*:", ""));
            });
            assertThat(other.log().count(zip)).isZero();
        }
    }

    @Test
    void a_bad_file_changes_nothing_and_the_next_good_one_is_taken() throws Exception {
        Corpus corpus = Corpora.small(3, 4);
        try (Mirror mirror = Mirror.serving(corpus);
                RunningServer server = RunningServer.start(folder, over(mirror))) {
            server.configure("repositories: {go: {upstreams: [nonsense]}}\noffline: perhaps\n");
            awaitConfigurations(server, "refused", 1);
            assertThat(get(server, "/go/small.test/m000/@v/v1.0.0.zip").status())
                    .isEqualTo(200);
            Files.writeString(server.file(), "");
            awaitConfigurations(server, "refused", 2);
            assertThat(get(server, "/go/small.test/m001/@v/v1.0.0.zip").status())
                    .isEqualTo(200);
            Files.delete(server.file());
            awaitConfigurations(server, "refused", 3);
            server.configure("offline: true\n" + over(mirror));
            awaitConfigurations(server, "taken", 1);
            assertThat(get(server, "/go/small.test/m001/@v/v1.0.0.zip").status())
                    .isEqualTo(200);
            assertThat(get(server, "/go/small.test/m002/@v/v1.0.0.zip").status())
                    .isEqualTo(503);
        }
    }

    @Test
    void what_was_hot_of_a_removed_repository_is_gone_with_it() throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.small(1, 5));
                RunningServer server = RunningServer.start(
                        folder,
                        "repositories: {go: " + repository("", mirror) + ", old: " + repository("", mirror) + "}")) {
            String path = "/old/small.test/m000/@v/v1.0.0.info";
            assertThat(get(server, path).status()).isEqualTo(200);
            await().atMost(NOTICED)
                    .until(() -> get(server, path).header("X-Breakwater").startsWith("hit"));
            server.configure(over(mirror));
            awaitConfigurations(server, "taken", 1);
            assertThat(get(server, path).status()).isEqualTo(404);
        }
    }

    @Test
    void what_was_hot_under_a_name_that_is_private_now_is_no_longer_served() throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.small(2, 6));
                RunningServer server = RunningServer.start(folder, over(mirror))) {
            String path = "/go/small.test/m000/@v/v1.0.0.zip";
            assertThat(get(server, path).status()).isEqualTo(200);
            await().atMost(NOTICED)
                    .until(() -> get(server, path).header("X-Breakwater").startsWith("hit"));
            server.configure("repositories: {go: "
                    + repository(", private: [{pattern: 'small.test/m000', from: hosted}]", mirror) + "}");
            awaitConfigurations(server, "taken", 1);
            assertThat(get(server, path).status()).isEqualTo(404); // nothing was uploaded
            assertThat(get(server, "/go/small.test/m001/@v/v1.0.0.zip").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void offline_is_switched_on_and_off_again() throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.small(3, 7));
                RunningServer server = RunningServer.start(folder, over(mirror))) {
            server.configure("offline: true\n" + over(mirror));
            awaitConfigurations(server, "taken", 1);
            assertThat(get(server, "/go/small.test/m000/@v/v1.0.0.zip").status())
                    .isEqualTo(503);
            assertThat(mirror.log().count()).isZero();
            server.configure(over(mirror));
            awaitConfigurations(server, "taken", 2);
            assertThat(get(server, "/go/small.test/m000/@v/v1.0.0.zip").status())
                    .isEqualTo(200);
        }
    }
}
