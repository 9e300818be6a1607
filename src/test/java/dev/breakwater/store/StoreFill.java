package dev.breakwater.store;

import dev.breakwater.event.Events;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Fills a data folder for benchmarks of the whole server: {@code StoreFill DATA COUNT NAME FILE …}. It then holds
 * {@code COUNT} small entries, and each FILE as the entry NAME of the repository {@code go}, confirmed just now.
 */
public final class StoreFill {
    private StoreFill() {}

    /** Fills it. */
    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        FileStore.open(data, InstantSource.system(), Events.NONE).close();
        Layout layout = new Layout(DataFolder.entries(data));
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            String name = "example.org/team" + i / 1_000 + "/module" + i / 10 + "/@v/v1." + i % 10 + ".0.info";
            put(layout, name, ("{\"Version\":\"v1." + i % 10 + ".0\"}").getBytes(StandardCharsets.US_ASCII));
        }
        for (int i = 2; i < args.length; i += 2) {
            put(layout, args[i], Files.readAllBytes(Path.of(args[i + 1])));
        }
    }

    /** Without syncs, which would take an hour. */
    private static void put(Layout layout, String name, byte[] body) throws IOException {
        Key key = new Key("go", name);
        Meta meta = new Meta(
                name.endsWith("list") ? "text/plain; charset=UTF-8" : "application/json",
                Standing.CONFIRMED,
                "2 witnesses",
                "bench",
                Instant.now(),
                null,
                false);
        Path file = Objects.requireNonNull(layout.file(key));
        Files.createDirectories(DiskWrites.parent(file));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(body));
            channel.write(new Trailer(key, Digest.of(body), body.length, meta).encoded());
        }
    }
}
