package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.store.FileStore;
import dev.breakwater.upstream.Head;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body is in memory while it is short, and then in a file. */
class BufferedBodyTest {
    private static final int LARGEST = 1_000_000;

    @TempDir
    Path folder;

    private FileStore store;

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(folder, InstantSource.system(), e -> {});
    }

    @AfterEach
    void close() {
        store.close();
    }

    private BufferedBody body() {
        return new BufferedBody(LARGEST, store::stage);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void send(BufferedBody body, byte[] bytes, long told) throws IOException {
        body.begin(new Head(0, told, null));
        for (int at = 0; at < bytes.length; at += 1000) {
            body.write(ByteBuffer.wrap(bytes, at, Math.min(1000, bytes.length - at)));
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("staging"))) {
            return files.count();
        }
    }

    @ParameterizedTest(name = "{0} bytes, length told: {1}")
    @CsvSource({
        "0, true, 0",
        "0, false, 0",
        "1, true, 0",
        "700, false, 0",
        "65536, true, 0",
        "65536, false, 0",
        "65537, true, 1",
        "65537, false, 1",
        "1000000, true, 1",
        "1000000, false, 1",
    })
    void it_reads_the_same_in_memory_and_in_a_file(int length, boolean told, long files) throws IOException {
        byte[] bytes = random(length);
        try (BufferedBody body = body()) {
            send(body, bytes, told ? length : -1);
            body.finish();
            body.release();
            assertThat(body.size()).isEqualTo(length);
            assertThat(body.sha256()).isEqualTo(Digest.of(bytes));
            assertThat(body.bytes(LARGEST)).isEqualTo(bytes);
            try (InputStream stream = body.stream()) {
                assertThat(stream.readAllBytes()).isEqualTo(bytes);
            }
            assertThat(files()).isEqualTo(files);
        }
        assertThat(files()).isZero();
    }

    @Test
    void short_one_gets_a_file_if_a_channel_is_wanted() throws IOException {
        byte[] bytes = random(300);
        try (BufferedBody body = body()) {
            send(body, bytes, -1);
            body.finish();
            try (FileChannel channel = body.open()) {
                ByteBuffer read = ByteBuffer.allocate(301);
                assertThat(channel.read(read)).isEqualTo(300);
                assertThat(read.array()).startsWith(bytes);
            }
            assertThat(body.sha256()).isEqualTo(Digest.of(bytes));
            assertThat(body.bytes(300)).isEqualTo(bytes);
        }
        assertThat(files()).isZero();
    }

    @Test
    void more_than_the_bound_is_refused_whether_it_is_told_or_sent() throws IOException {
        assertThatThrownBy(() -> body().begin(new Head(0, LARGEST + 1, null))).hasMessageContaining("1000000 bytes");
        try (BufferedBody body = body()) {
            assertThatThrownBy(() -> send(body, random(LARGEST + 1), -1)).hasMessageContaining("1000000 bytes");
            assertThat(body.trouble()).isNull();
            body.release();
            assertThat(files()).isZero();
        }
    }

    @Test
    void one_that_is_not_finished_is_given_up_when_its_attempt_ends() throws IOException {
        BufferedBody body = body();
        send(body, random(100_000), 200_000);
        assertThat(files()).isEqualTo(1);
        body.release();
        assertThat(files()).isZero();
    }

    @Test
    void one_that_is_closed_while_it_arrives_takes_no_more() throws IOException {
        BufferedBody body = body();
        send(body, random(100_000), 200_000);
        body.close();
        assertThat(files()).isZero();
        assertThatThrownBy(() -> body.write(ByteBuffer.wrap(random(10)))).isInstanceOf(RefusedContent.Unwanted.class);
        assertThatThrownBy(body::open).isInstanceOf(IOException.class);
        assertThat(files()).isZero();
    }

    @Test
    void what_the_disk_does_not_take_is_no_fault_of_the_sender() {
        IOException full = new IOException("full");
        BufferedBody body = new BufferedBody(LARGEST, () -> {
            throw full;
        });
        assertThatThrownBy(() -> send(body, random(100_000), -1)).isSameAs(full);
        assertThat(body.trouble()).isSameAs(full);
    }

    @Test
    void what_ends_before_its_length_is_told_so() throws IOException {
        try (BufferedBody body = body()) {
            send(body, random(100_000), -1);
            body.finish();
            try (Stream<Path> files = Files.list(folder.resolve("staging"));
                    FileChannel file =
                            FileChannel.open(files.findFirst().orElseThrow(), java.nio.file.StandardOpenOption.WRITE)) {
                file.truncate(50_000);
            }
            try (InputStream stream = body.stream()) {
                assertThatThrownBy(stream::readAllBytes).hasMessage("ends after 50000 of 100000 bytes");
            }
        }
    }
}
