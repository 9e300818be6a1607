package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Watches every buffer of Netty's while it is open: one that is collected before it was released is a leak. */
final class Leaks extends Handler {
    private static final Logger LOG = Logger.getLogger(ResourceLeakDetector.class.getName());

    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    private final Queue<String> found = new ConcurrentLinkedQueue<>();

    private Leaks() {}

    static Leaks watch() {
        Leaks leaks = new Leaks();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        LOG.addHandler(leaks);
        return leaks;
    }

    @Override
    public void publish(LogRecord record) {
        found.add(record.getMessage());
    }

    /** Collects garbage, and fails where a buffer is found in it. Netty looks when the next buffers are made. */
    void none() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        await().until(() -> {
            System.gc();
            return garbage.get() == null;
        });
        for (int i = 0; i < 10; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        assertThat(found).isEmpty();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOG.removeHandler(this);
        ResourceLeakDetector.setLevel(before);
    }
}
