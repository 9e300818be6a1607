package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong once in sending large files over HTTP/2, frame by frame. */
class H2SendingTest {
    private static final int STREAMS = 100;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void busy_streams_on_one_connection_all_come_to_their_end(boolean tls) throws IOException {
        Shelf shelf = new Shelf(folder).file("big.zip", 400_000);
        try (Stand stand = Stand.start(shelf, tls);
                H2 client = H2.connect(URI.create(stand.url("")), 128 << 10)) {
            Map<Integer, Integer> read = new HashMap<>();
            for (int i = 0; i < STREAMS; i++) {
                read.put(client.ask("GET", Stand.path("big.zip")), 0);
            }
            byte[] content = shelf.content("big.zip");
            while (!read.isEmpty()) {
                H2.Frame frame = client.next();
                if (frame.type() == H2.DATA) {
                    int from =
                            read.merge(frame.stream(), frame.payload().length, Integer::sum) - frame.payload().length;
                    assertThat(Arrays.equals(
                                    content,
                                    from,
                                    from + frame.payload().length,
                                    frame.payload(),
                                    0,
                                    frame.payload().length))
                            .as("bytes of stream %s from %s on", frame.stream(), from)
                            .isTrue();
                    client.allow(0, Math.max(1, frame.payload().length));
                    client.allow(frame.stream(), Math.max(1, frame.payload().length));
                }
                if (frame.ends()) {
                    assertThat(read.remove(frame.stream())).isEqualTo(content.length);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cancelled_streams_send_nothing_of_what_is_read_after_them(boolean tls) throws IOException {
        Shelf shelf = new Shelf(folder);
        byte[] first = new byte[1_000_000];
        byte[] second = new byte[1_000_000];
        Arrays.fill(first, (byte) 'a');
        Arrays.fill(second, (byte) 'b');
        shelf.file("first.zip", first).file("second.zip", second);
        try (Stand stand = Stand.start(shelf, tls);
                H2 client = H2.connect(URI.create(stand.url("")), 40_000)) {
            hot(client, "first.zip");
            hot(client, "second.zip");
            // Half a chunk of each goes as far as the server's write buffer, for nobody reads; the other half waits.
            Set<Integer> firsts = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                firsts.add(client.ask("GET", Stand.path("first.zip")));
            }
            H2.Frame frame = client.next();
            while (frame.type() != H2.DATA) {
                frame = client.next();
            }
            for (int stream : firsts) {
                client.reset(stream);
            }
            Set<Integer> seconds = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                seconds.add(client.ask("GET", Stand.path("second.zip")));
            }
            Map<Integer, Integer> read = new HashMap<>();
            while (!seconds.isEmpty()) {
                frame = client.next();
                if (frame.type() != H2.DATA) {
                    continue;
                }
                byte expected = (byte) (firsts.contains(frame.stream()) ? 'a' : 'b');
                byte[] expecteds = new byte[frame.payload().length];
                Arrays.fill(expecteds, expected);
                assertThat(Arrays.mismatch(frame.payload(), expecteds))
                        .as("first foreign byte in stream %s", frame.stream())
                        .isEqualTo(-1);
                if (read.merge(frame.stream(), frame.payload().length, Integer::sum) == 40_000) {
                    seconds.remove(frame.stream());
                }
            }
        }
    }

    /** Asks once and for all, so that the next requests are answered on the event loop at once. */
    private static void hot(H2 client, String name) throws IOException {
        client.ask("HEAD", Stand.path(name));
        while (!client.next().ends()) {
            // Its headers.
        }
    }
}
