package dev.breakwater.store;

import dev.breakwater.event.Events;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Random;

/**
 * What the store costs, printed as a table: {@code StoreBench FOLDER}, an empty one, on the disk that is meant. Start-up
 * and finds are measured in a folder of 1,000 entries and one of 100,000, turn by turn, for their ratio.
 */
final class StoreBench {
    private static final Meta META = new Meta(
            "text/plain; charset=UTF-8",
            Standing.CONFIRMED,
            "sum.golang.org #12345678",
            "goproxy-io",
            Instant.parse("2026-03-01T12:00:00.123Z"),
            "\"0123456789abcdef\"",
            false);
    private static final int FEW = 1_000;
    private static final int MANY = 100_000;

    private StoreBench() {}

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        Path few = Path.of(args[0], "few");
        Path many = Path.of(args[0], "many");
        Path empty = Path.of(args[0], "empty");
        fill(few, FEW);
        fill(many, MANY);
        for (int round = 1; round <= 5; round++) {
            System.out.printf(
                    "start-up, us of wall time: empty %d, %,d entries %d%n", startUp(empty), MANY, startUp(many));
            double inFew = find(few, FEW);
            double inMany = find(many, MANY);
            System.out.printf(
                    "find, us of CPU: among %,d %.1f, among %,d %.1f, ratio %.2f; of none %.1f; and open %.1f%n",
                    FEW, inFew, MANY, inMany, inMany / inFew, findNone(many), open(few));
            System.out.printf(
                    "commit, us of CPU (wall): 2 kB in a held folder %s, in a new one %s; 60 kB %s%n",
                    commit(empty, 2_000, false), commit(empty, 2_000, true), commit(empty, 60_000, false));
        }
    }

    private static Key key(int i) {
        return new Key("go", "example.org/team" + i / 1_000 + "/module" + i / 10 + "/@v/v1." + i % 10 + ".0.mod");
    }

    /** Without syncs: these are not what is measured. */
    private static void fill(Path folder, int count) throws IOException {
        FileStore.open(folder, InstantSource.system(), Events.NONE).close();
        Layout layout = new Layout(DataFolder.entries(folder));
        byte[] body = new byte[2_000];
        for (int i = 0; i < count; i++) {
            new Random(i).nextBytes(body);
            Path file = Objects.requireNonNull(layout.file(key(i)));
            Files.createDirectories(DiskWrites.parent(file));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(body));
                channel.write(new Trailer(key(i), Digest.of(body), body.length, META).encoded());
            }
        }
    }

    private static long startUp(Path folder) throws IOException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            FileStore.open(folder, InstantSource.system(), Events.NONE).close();
            best = Math.min(best, (System.nanoTime() - start) / 1_000);
        }
        return best;
    }

    private static double find(Path folder, int count) throws IOException {
        Random random = new Random(1);
        try (FileStore store = FileStore.open(folder, InstantSource.system(), Events.NONE)) {
            long start = cpu();
            for (int i = 0; i < 20_000; i++) {
                var _ = store.find(key(random.nextInt(count))).orElseThrow();
            }
            return (cpu() - start) / 20_000e3;
        }
    }

    private static double findNone(Path folder) throws IOException {
        try (FileStore store = FileStore.open(folder, InstantSource.system(), Events.NONE)) {
            long start = cpu();
            for (int i = 0; i < 20_000; i++) {
                if (store.find(key(MANY + i)).isPresent()) {
                    throw new IllegalStateException("found what is not there");
                }
            }
            return (cpu() - start) / 20_000e3;
        }
    }

    private static double open(Path folder) throws IOException {
        try (FileStore store = FileStore.open(folder, InstantSource.system(), Events.NONE)) {
            Entry entry = store.find(key(1)).orElseThrow();
            long start = cpu();
            for (int i = 0; i < 20_000; i++) {
                entry.open().close();
            }
            return (cpu() - start) / 20_000e3;
        }
    }

    private static String commit(Path folder, int size, boolean newFolders) throws IOException {
        byte[] body = StoreContract.random(size, size);
        int count = 500;
        try (FileStore store = FileStore.open(folder, InstantSource.system(), Events.NONE)) {
            long start = cpu();
            long wall = System.nanoTime();
            for (int i = 0; i < count; i++) {
                String in = newFolders ? "new/" + System.nanoTime() : "held";
                try (Staged staged = store.stage()) {
                    staged.write(ByteBuffer.wrap(body));
                    staged.complete();
                    store.commit(staged, new Key("go", in + "/@v/v1." + i + ".0.mod"), META);
                }
            }
            return String.format(
                    "%.0f (%.0f)", (cpu() - start) / 1e3 / count, (System.nanoTime() - wall) / 1e3 / count);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
