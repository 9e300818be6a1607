package dev.breakwater.store;

import dev.breakwater.event.Events;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/**
 * A process of its own on a data folder, to be killed. It says {@code open} once it has the folder. Started with a round's
 * number, it then commits and replaces entries from several threads, telling {@code try KEY VERSION} before a commit and
 * {@code done KEY VERSION} after; without, it waits for the end of its input.
 */
final class StoreProcess {
    static final int THREADS = 6;
    private static final int KEYS = 12;

    private StoreProcess() {}

    public static void main(String[] args) throws Exception {
        FileStore store = FileStore.open(Path.of(args[0]), InstantSource.system(), Events.NONE);
        PrintStream out = new PrintStream(System.out, true);
        out.println("open");
        if (args.length == 1) {
            System.in.read();
            store.close();
            return;
        }
        int round = Integer.parseInt(args[1]);
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Thread.ofVirtual().start(() -> load(store, out, round, thread));
        }
        System.in.read();
    }

    private static void load(FileStore store, PrintStream out, int round, int thread) {
        Random random = new Random(1_000L * round + thread);
        for (long version = 1_000_000L * round; ; version++) {
            Key key = new Key("go", "m" + thread + "/k" + random.nextInt(KEYS) + "/" + round % 3 + "/zip");
            out.println("try " + key.path() + " " + version);
            try {
                commit(store, key, version, random);
            } catch (IOException e) {
                out.println("failed " + e);
                return;
            }
            out.println("done " + key.path() + " " + version);
        }
    }

    private static void commit(FileStore store, Key key, long version, Random random) throws IOException {
        try (Staged staged = store.stage()) {
            ByteBuffer body = ByteBuffer.wrap(body(key, version));
            while (body.hasRemaining()) {
                int count = Math.min(body.remaining(), 1 + random.nextInt(30_000));
                staged.write(body.slice(body.position(), count));
                body.position(body.position() + count);
            }
            staged.complete();
            store.commit(
                    staged,
                    key,
                    new Meta("t", Standing.CONFIRMED, Long.toString(version), "u", Instant.EPOCH, null, false));
        }
    }

    /** The only right body of that version; one in five is large. */
    static byte[] body(Key key, long version) {
        Random random = new Random(key.hashCode() * 31L + version);
        byte[] body = new byte[random.nextInt(random.nextInt(5) == 0 ? 400_000 : 4_000)];
        random.nextBytes(body);
        return body;
    }
}
