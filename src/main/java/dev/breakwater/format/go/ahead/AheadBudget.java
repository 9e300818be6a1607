package dev.breakwater.format.go.ahead;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.breakwater.store.Key;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much may be fetched ahead: as long as what no client has asked for yet stays small beside what clients did ask for.
 * Whatever no client asks for within some minutes is forgotten, so that one bad guess does not forbid the next ones. Thread-safe.
 */
final class AheadBudget {
    /** So many files without a request are allowed before there is any experience. */
    private static final long FREE_FILES = 256;

    private static final long FREE_BYTES = 32L << 20;

    /** Of all files fetched ahead so many may turn out to be unused; a quarter. */
    private static final double UNUSED_FILES = 1.0 / 3;

    /** Of their bytes; 15 %. */
    private static final double UNUSED_BYTES = 0.15 / 0.85;

    private static final int MOST = 20_000;
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Cache<Key, Long> unasked;
    private final AtomicLong unaskedBytes = new AtomicLong();
    private final AtomicLong usedFiles = new AtomicLong();
    private final AtomicLong usedBytes = new AtomicLong();

    AheadBudget(Ticker ticker) {
        unasked = Caffeine.newBuilder()
                .maximumSize(MOST)
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
        return unasked.estimatedSize() <= FREE_FILES + UNUSED_FILES * usedFiles.get()
                && unaskedBytes.get() <= FREE_BYTES + UNUSED_BYTES * usedBytes.get();
    }

    /** {@code bytes} were fetched ahead for {@code key}. */
    void fetched(Key key, long bytes) {
        if (unasked.asMap().putIfAbsent(key, bytes) == null) {
            unaskedBytes.addAndGet(bytes);
        }
    }

    /** A client asks for {@code key}; returns whether it was fetched ahead. */
    boolean asked(Key key) {
        Long bytes = unasked.asMap().remove(key);
        if (bytes == null) {
            return false;
        }
        usedFiles.incrementAndGet();
        usedBytes.addAndGet(bytes);
        return true;
    }
}
