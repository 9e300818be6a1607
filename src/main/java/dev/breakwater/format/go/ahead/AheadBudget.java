package dev.breakwater.format.go.ahead;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.breakwater.store.Key;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How much may be fetched ahead: as long as what no client has asked for yet stays small beside what clients did ask for. A file
 * counts from before its fetch begins. Whatever no client asks for within some minutes is forgotten, and so is, by halves, what
 * clients asked for: neither one bad guess nor many good ones decide for ever. Thread-safe.
 */
final class AheadBudget {
    /** So many files without a request are allowed before there is any experience. */
    private static final long FREE_FILES = 256;

    private static final long FREE_BYTES = 32L << 20;

    /** Of all files fetched ahead so many may turn out to be unused; a quarter. */
    private static final double UNUSED_FILES = 1.0 / 3;

    /** Of their bytes; 15 %. */
    private static final double UNUSED_BYTES = 0.15 / 0.85;

    private static final long MOST_FILES = 4_096;
    private static final long MOST_BYTES = 1L << 30;
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Ticker ticker;
    private final Cache<Key, Long> unasked;
    private final AtomicLong unaskedBytes = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private double usedFiles;
    private double usedBytes;
    private long halvedAt;

    AheadBudget(Ticker ticker) {
        this.ticker = ticker;
        this.halvedAt = ticker.read();
        unasked = Caffeine.newBuilder()
                .maximumSize(2 * MOST_FILES)
                .expireAfterWrite(MEMORY)
                .ticker(ticker)
                .executor(Runnable::run)
                .removalListener(this::gone)
                .build();
    }

    private void gone(@Nullable Key key, @Nullable Long bytes, RemovalCause cause) {
        unaskedBytes.addAndGet(bytes == null ? 0 : -bytes);
    }

    /** Whether more may be fetched ahead now. */
    boolean allows() {
        if (isSmall()) {
            return true;
        }
        // what has expired is removed only by some use of the cache
        unasked.cleanUp();
        return isSmall();
    }

    private boolean isSmall() {
        lock.lock();
        try {
            halve();
            return unasked.estimatedSize() < Math.min(MOST_FILES, FREE_FILES + UNUSED_FILES * usedFiles)
                    && unaskedBytes.get() < Math.min(MOST_BYTES, FREE_BYTES + UNUSED_BYTES * usedBytes);
        } finally {
            lock.unlock();
        }
    }

    private void halve() {
        long now = ticker.read();
        for (int i = 0; i < 64 && now - halvedAt >= MEMORY.toNanos(); i++) {
            usedFiles /= 2;
            usedBytes /= 2;
            halvedAt += MEMORY.toNanos();
        }
        halvedAt = now - halvedAt >= MEMORY.toNanos() ? now : halvedAt;
    }

    /** A fetch for {@code key} begins, which may bring {@code bytes}; returns false if one was counted before. */
    boolean begins(Key key, long bytes) {
        boolean counted = unasked.asMap().putIfAbsent(key, bytes) == null;
        unaskedBytes.addAndGet(counted ? bytes : 0);
        return counted;
    }

    /** The fetch that has begun brought {@code bytes}; -1 if it did not ask an upstream. */
    void ended(Key key, long bytes) {
        Long before = bytes < 0
                ? unasked.asMap().remove(key)
                : unasked.asMap().computeIfPresent(key, (_, reserved) -> {
                    unaskedBytes.addAndGet(bytes);
                    return bytes;
                });
        if (before == null && bytes > 0) {
            // a client asked while it was on its way
            used(0, bytes);
        }
    }

    /** A client asks for {@code key}; returns whether it was fetched ahead, or is on its way. */
    boolean asked(Key key) {
        Long bytes = unasked.asMap().remove(key);
        if (bytes == null) {
            return false;
        }
        used(1, bytes);
        return true;
    }

    private void used(int files, long bytes) {
        lock.lock();
        try {
            usedFiles += files;
            usedBytes += bytes;
        } finally {
            lock.unlock();
        }
    }
}
