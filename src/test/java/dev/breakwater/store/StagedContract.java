package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.verify.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises of content that is still arriving. */
@Timeout(60)
abstract class StagedContract {
    private static final Key KEY = new Key("go", "golang.org/x/mod/@v/v0.1.0.zip");
    private static final Meta META = new Meta("t", Standing.CONFIRMED, "by", "up", Instant.EPOCH, null, false);

    @TempDir
    Path folder;

    private Store store;
    private Staged staged;

    abstract Store open() throws IOException;

    @BeforeEach
    void stage() throws IOException {
        store = open();
        staged = store.stage();
    }

    @AfterEach
    void close() {
        staged.close();
        store.close();
    }

    private void arrive(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        staged.write(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
    }

    private static byte[] random(int size) {
        return StoreContract.random(size, size);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 16_384, 16_385, 400_000})
    void what_has_arrived_can_be_read_while_more_arrives(int size) throws IOException {
        byte[] all = random(2 * size);
        arrive(Arrays.copyOf(all, size));
        assertThat(staged.arrived()).isEqualTo(size);
        assertThat(staged.size()).isEqualTo(size);
        assertThat(staged.sha256()).isEqualTo(Digest.of(Arrays.copyOf(all, size)));
        assertThat(staged.bytes(size)).isEqualTo(Arrays.copyOf(all, size));
        assertThat(StoreContract.throughChannel(staged)).isEqualTo(Arrays.copyOf(all, size));
        arrive(Arrays.copyOfRange(all, size, 2 * size));
        staged.complete();
        assertThat(staged.bytes(2 * size)).isEqualTo(all);
        assertThat(StoreContract.throughChannel(staged)).isEqualTo(all);
        assertThat(staged.sha256()).isEqualTo(Digest.of(all));
    }

    @Test
    void only_the_part_between_position_and_limit_is_written() throws IOException {
        staged.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}, 1, 3));
        staged.write(ByteBuffer.allocateDirect(2).put((byte) 7).flip());
        staged.complete();
        assertThat(staged.bytes(10)).containsExactly(2, 3, 4, 7);
        assertThat(staged.sha256()).isEqualTo(Digest.of(new byte[] {2, 3, 4, 7}));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 400_000})
    void it_stays_readable_after_the_commit(int size) throws IOException {
        arrive(random(size));
        staged.complete();
        try (FileChannel before = staged.open()) {
            store.commit(staged, KEY, META);
            assertThat(staged.bytes(size)).isEqualTo(random(size));
            assertThat(StoreContract.throughChannel(staged)).isEqualTo(random(size));
            staged.close();
            ByteBuffer all = ByteBuffer.allocate(size);
            before.read(all, 0);
            assertThat(all.array()).isEqualTo(random(size));
        }
        assertThat(store.find(KEY).orElseThrow().bytes(size)).isEqualTo(random(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 400_000})
    void channels_opened_before_it_was_given_up_stay_readable(int size) throws IOException {
        arrive(random(size));
        try (FileChannel before = staged.open()) {
            staged.close();
            ByteBuffer all = ByteBuffer.allocate(size);
            before.read(all, 0);
            assertThat(all.array()).isEqualTo(random(size));
        }
        assertThatThrownBy(staged::open).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 400_000})
    void a_restart_forgets_everything(int size) throws IOException {
        arrive(random(size));
        staged.complete();
        staged.restart();
        assertThat(staged.arrived()).isZero();
        arrive(random(size / 2));
        staged.complete();
        assertThat(staged.sha256()).isEqualTo(Digest.of(random(size / 2)));
        store.commit(staged, KEY, META);
        assertThat(store.find(KEY).orElseThrow().bytes(size)).isEqualTo(random(size / 2));
    }

    @Test
    void what_a_reader_was_given_cannot_be_taken_back() throws IOException {
        arrive(random(10));
        staged.released();
        assertThatThrownBy(staged::restart).isInstanceOf(IllegalStateException.class);
        assertThat(staged.arrived()).isEqualTo(10);
    }

    @Test
    void nothing_is_written_behind_the_end() throws IOException {
        staged.complete();
        assertThatThrownBy(() -> arrive(random(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void who_waits_is_told_of_bytes_and_of_the_end() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> more = threads.submit(() -> staged.awaitBeyond(0));
            arrive(random(10));
            assertThat(more.get(10, TimeUnit.SECONDS)).isEqualTo(10);
            Future<Long> end = threads.submit(() -> staged.awaitBeyond(10));
            assertThat(end.isDone()).isFalse();
            staged.complete();
            assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(10);
        }
    }

    @Test
    void who_waits_is_told_of_a_failure() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> waits = threads.submit(() -> staged.awaitBeyond(0));
            staged.fail("mirror-a hung up");
            assertThatThrownBy(() -> waits.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(IOException.class)
                    .hasRootCauseMessage("mirror-a hung up");
        }
    }

    @Test
    void a_failure_after_the_end_is_told_too() throws Exception {
        arrive(random(10));
        staged.complete();
        staged.fail("rejected");
        assertThatThrownBy(() -> staged.awaitBeyond(0))
                .isInstanceOf(IOException.class)
                .hasMessage("rejected");
    }

    @Test
    void who_waits_for_what_is_given_up_is_told() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> waits = threads.submit(() -> staged.awaitBeyond(0));
            staged.close();
            assertThatThrownBy(() -> waits.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void twenty_readers_get_every_byte_while_it_arrives_and_is_committed(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] all = StoreContract.random(seed, seed % 2 == 0 ? 3_000_000 : 30_000);
        List<Future<byte[]>> tails = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int at = 0;
            for (int i = 0; i < 10; i++) {
                tails.add(tail(threads, random.nextLong()));
            }
            while (at < all.length) {
                int count = Math.min(all.length - at, 1 + random.nextInt(all.length / 40));
                staged.write(ByteBuffer.wrap(all, at, count));
                at += count;
                if (tails.size() < 19 && random.nextInt(3) == 0) {
                    tails.add(tail(threads, random.nextLong()));
                }
            }
            staged.complete();
            Future<Entry> commit = threads.submit(() -> store.commit(staged, KEY, META));
            while (tails.size() < 20) {
                tails.add(tail(threads, random.nextLong()));
            }
            commit.get();
            for (Future<byte[]> each : tails) {
                assertThat(each.get(30, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo(all);
            }
        }
    }

    @Test
    void a_reader_that_comes_while_short_content_arrives_loses_nothing() throws Exception {
        byte[] all = random(4_000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 500; round++) {
                try (Staged one = store.stage()) {
                    Future<?> opened = threads.submit(() -> {
                        one.awaitBeyond(0);
                        one.open().close();
                        return null;
                    });
                    for (int at = 0; at < all.length; at += 100) {
                        one.write(ByteBuffer.wrap(all, at, 100));
                    }
                    one.complete();
                    opened.get();
                    assertThat(StoreContract.throughChannel(one))
                            .as("round %d", round)
                            .isEqualTo(all);
                }
            }
        }
    }

    /** Reads to the end in pieces of its own size; the smaller, the more often it waits. */
    private Future<byte[]> tail(ExecutorService threads, long seed) {
        return threads.submit(() -> {
            Random random = new Random(seed);
            int most = 1 << (8 + random.nextInt(9));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            try (FileChannel channel = staged.open()) {
                for (long there = staged.awaitBeyond(0); there > got.size(); there = staged.awaitBeyond(got.size())) {
                    ByteBuffer piece =
                            ByteBuffer.allocate((int) Math.min(there - got.size(), 1 + random.nextInt(most)));
                    int count = channel.read(piece, got.size());
                    got.write(piece.array(), 0, count);
                }
            }
            return got.toByteArray();
        });
    }
}
