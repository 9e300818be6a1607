package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 clients that ask for much and open no window: they cost little memory, and not for long. */
class ShutWindowsTest {
    private static final int STREAMS = 200;
    private static final int CHUNK = 64 << 10;
    private static final int REFUSED_STREAM = 7;

    @TempDir
    private Path folder;

    private Shelf shelf;

    @BeforeEach
    void shelf() throws IOException {
        byte[] growing = Shelf.bytes("growing", 300_000);
        shelf = new Shelf(folder)
                .file("big.zip", 300_000)
                .file("text.json", 300_000)
                .file("small.info", 126)
                .growing("growing.zip", () -> GrowingTail.fast(growing, true));
    }

    private static H2 shut(Stand stand) throws IOException {
        return H2.connect(URI.create(stand.url("")), 0);
    }

    private static void ping(H2 client) throws IOException {
        client.write(H2.PING, 0, 0, new byte[8]);
    }

    /** Why a stream ended. */
    private static int code(H2.Frame frame) {
        return ByteBuffer.wrap(frame.payload()).getInt();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"false, big.zip", "true, big.zip", "false, growing.zip", "true, growing.zip"})
    void a_stream_takes_no_memory_until_it_can_send(boolean tls, String name) throws IOException {
        try (Stand stand = Stand.start(shelf, tls, new TightLimits().answers(1L << 30));
                H2 client = shut(stand)) {
            long before = direct();
            for (int i = 0; i < STREAMS; i++) {
                client.ask("GET", Stand.path(name));
            }
            await().until(() -> stand.edge.requests() == STREAMS);
            await().untilAsserted(() -> assertThat(direct() - before).isLessThan(STREAMS * CHUNK / 2));
            // Once there is a window, each goes on where it is.
            for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
                client.allow(stream, 1 << 20);
            }
            Map<Integer, Integer> read = new HashMap<>();
            for (int ended = 0; ended < STREAMS; ) {
                H2.Frame frame = client.next();
                if (frame.type() == H2.DATA) {
                    read.merge(frame.stream(), frame.payload().length, Integer::sum);
                }
                ended += frame.ends() ? 1 : 0;
            }
            assertThat(read)
                    .hasSize(STREAMS)
                    .allSatisfy((_, bytes) -> assertThat(bytes).isEqualTo(300_000));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, big.zip",
        "true, big.zip",
        "false, growing.zip",
        "true, growing.zip",
        "false, text.json",
        "true, text.json"
    })
    void one_whose_window_stays_shut_is_reset_whatever_else_is_sent(boolean tls, String name) throws IOException {
        TightLimits limits = new TightLimits().idle(Duration.ofMillis(300));
        try (Stand stand = Stand.start(shelf, tls, limits);
                H2 client = shut(stand)) {
            for (int i = 0; i < 50; i++) {
                client.ask("GET", Stand.path(name));
            }
            for (int ended = 0; ended < 50; ) {
                ping(client);
                H2.Frame frame = client.next();
                assertThat(frame.type()).isIn(H2.HEADERS, H2.RST_STREAM);
                ended += frame.ends() ? 1 : 0;
            }
            await().until(() -> stand.edge.requests() == 0);
            await().untilAsserted(() -> assertThat(stand.open()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"big.zip", "growing.zip", "text.json"})
    void answers_beyond_the_room_for_them_are_refused_so_that_one_can_ask_again(String name) throws IOException {
        try (Stand stand = Stand.start(shelf, false, new TightLimits().answers(2L << 20));
                H2 client = shut(stand)) {
            for (int i = 0; i < STREAMS; i++) {
                client.ask("GET", Stand.path(name));
            }
            // Half of it is for others.
            int most = (int) ((2L << 20) / 2 / CHUNK);
            for (int refused = 0; refused < STREAMS - most; ) {
                H2.Frame frame = client.next();
                if (frame.type() == H2.RST_STREAM) {
                    assertThat(code(frame)).isEqualTo(REFUSED_STREAM);
                    refused++;
                }
            }
            try (H2 other = H2.connect(URI.create(stand.url("")), 1 << 20)) {
                other.ask("GET", Stand.path("small.info"));
                H2.Frame frame = other.next();
                assertThat(frame.fields()).containsEntry(":status", "200");
            }
            assertThat(RawHttp.get(stand.url("big.zip")).body()).isEqualTo(shelf.content("big.zip"));
        }
        assertThat(shelf.open()).isZero();
    }

    @Test
    void a_reader_over_tls_that_is_refused_is_told_when_to_come_back() throws IOException {
        try (Stand stand = Stand.start(shelf, true, new TightLimits().answers(1 << 10))) {
            RawHttp.Got got = RawHttp.get(stand.url("big.zip"));
            assertThat(got.status()).isEqualTo(503);
            assertThat(got.header("retry-after")).isEqualTo("1");
        }
    }
}
