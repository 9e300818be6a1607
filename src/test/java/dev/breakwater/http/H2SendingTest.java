package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
        Shelf shelf = new Shelf(folder).file("big.zip", 1_000_000);
        try (Stand stand = Stand.start(shelf, tls);
                H2 client = H2.connect(URI.create(stand.url("")), 256 << 10)) {
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
}
