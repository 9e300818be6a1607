package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriteBehindTest {
    private static final long MB = 1 << 20;

    private final WriteBehind syncs = new WriteBehind();
    private final SyncedChannel file = new SyncedChannel();

    @Test
    void short_files_are_synced_at_the_end_alone() throws Exception {
        syncs.written(file, 31 * MB);
        syncs.complete(file);
        assertThat(file.count).hasValue(1);
    }

    @Test
    void long_files_are_synced_while_they_grow() throws Exception {
        syncs.written(file, 32 * MB);
        await().until(() -> file.count.get() == 1);
        syncs.written(file, 33 * MB);
        syncs.complete(file);
        assertThat(file.count).hasValue(2);
        assertThat(syncs.hasFailed()).isFalse();
    }

    @Test
    void one_sync_is_under_way_at_a_time() throws Exception {
        file.gate = new CountDownLatch(1);
        for (long length = 32 * MB; length < 400 * MB; length += MB) {
            syncs.written(file, length);
        }
        file.gate.countDown();
        syncs.complete(file);
        await().during(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(file.count.get()).isLessThanOrEqualTo(2));
    }

    /** The operating system reports a failed write to one sync alone. */
    @Test
    void a_failure_while_it_grows_is_one_of_the_commit() {
        file.failure = new IOException("Input/output error");
        syncs.written(file, 32 * MB);
        await().until(syncs::hasFailed);
        assertThatThrownBy(() -> syncs.complete(file)).hasMessage("Input/output error");
        assertThatThrownBy(() -> syncs.complete(file)).hasMessage("Input/output error");
        assertThat(file.count).hasValue(3);
    }

    @Test
    void a_failure_of_the_last_sync_is_one_of_the_commit() {
        file.failure = new IOException("No space left on device");
        assertThatThrownBy(() -> syncs.complete(file)).hasMessage("No space left on device");
        assertThatThrownBy(() -> syncs.complete(file))
                .as("the system calls the second try a success")
                .hasMessage("No space left on device");
        assertThat(syncs.hasFailed()).isTrue();
        syncs.restart();
        assertThatCode(() -> syncs.complete(file)).doesNotThrowAnyException();
    }

    /** Fails the first sync, if told so; can do nothing else. */
    private static final class SyncedChannel extends FileChannel {
        private final AtomicInteger count = new AtomicInteger();
        private volatile @Nullable IOException failure;
        private volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public void force(boolean metaData) throws IOException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            count.incrementAndGet();
            IOException why = failure;
            failure = null;
            if (why != null) {
                throw why;
            }
        }

        @Override
        public int read(ByteBuffer dst) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] dsts, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer src) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] srcs, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long newPosition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel src, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer dst, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer src, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void implCloseChannel() {}
    }
}
