package dev.breakwater.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.breakwater.repository.Site;
import dev.breakwater.store.Key;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The cache of answers that the server can repeat without the engine, by the exact path of the request, and by what else the
 * answer depends on. Bounded in bytes and in open files by one weight: a file's weight limits how many may be open. Holds each
 * answer's file until the answer is evicted or was not requested for a while; a sender with its own hold is not disturbed.
 *
 * <p>An answer belongs to the site it was made under: after a change of configuration it is no longer found. An answer under
 * way when its key is {@link #forget forgotten} is not cached either: each key has a stamp that is read before the engine is
 * asked and compared after.
 */
final class HotCache {
    private static final int OVERHEAD = 1 << 10;
    private static final int STAMPS = 1 << 10;

    /** After that long without a request an answer's file is closed: an unused answer should hold no file open. */
    static final Duration IDLE = Duration.ofSeconds(60);

    /** After that long the engine is asked again, however popular the answer is: the store must record its use. */
    static final Duration NOTED = Duration.ofHours(12);

    private record Hot(PreparedResponse ready, Site site, List<Key> keys) {}

    private final Cache<String, Hot> hot;
    private final ConcurrentHashMap<Key, Set<String>> paths = new ConcurrentHashMap<>();
    private final AtomicIntegerArray stamps = new AtomicIntegerArray(STAMPS);

    HotCache(long bytes, int files) {
        this(bytes, files, Ticker.systemTicker());
    }

    HotCache(long bytes, int files, Ticker ticker) {
        long file = Math.max(OVERHEAD, bytes / Math.max(1, files));
        hot = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((String path, Hot each) -> weight(path, each.ready, file))
                .expireAfterAccess(IDLE)
                .expireAfterWrite(NOTED)
                .ticker(ticker)
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener(this::removed)
                .build();
    }

    private static int weight(String path, PreparedResponse ready, long file) {
        long open = ready.file() == null ? 0 : file;
        return (int) Math.min(Integer.MAX_VALUE, OVERHEAD + path.length() + open + ready.memory());
    }

    /** The key of an answer: the path as requested, and the variant, separated by a space, which no path contains. */
    static String name(String path, String variant) {
        return variant.isEmpty() ? path : path + ' ' + variant;
    }

    /** The answer to {@code path} that is valid at {@code millis} under {@code site}, with a hold for the caller. */
    @Nullable
    PreparedResponse find(String path, Site site, long millis) {
        Hot found = hot.getIfPresent(path);
        if (found == null || !found.site.equals(site) || !found.ready.current(millis) || !found.ready.retain()) {
            return null;
        }
        return found.ready;
    }

    /** The stamp of {@code keys}; read it before calling the engine. */
    int stamp(List<Key> keys) {
        int sum = 0;
        for (Key key : keys) {
            sum += stamps.get(slot(key));
        }
        return sum;
    }

    /** Caches {@code ready}, with its own hold, unless one of {@code keys} was forgotten since {@code stamp} was read. */
    void remember(String path, Site site, List<Key> keys, PreparedResponse ready, int stamp) {
        if (stamp(keys) != stamp || !ready.retain()) {
            return;
        }
        keys.forEach(key -> paths.compute(key, (_, known) -> with(path, known)));
        hot.put(path, new Hot(ready, site, keys));
        if (stamp(keys) != stamp) {
            hot.invalidate(path);
        }
    }

    private static Set<String> with(String path, @Nullable Set<String> known) {
        Set<String> all = known == null ? ConcurrentHashMap.newKeySet() : known;
        all.add(path);
        return all;
    }

    /** Drops every answer made from {@code key}: there is a new entry. */
    void forget(Key key) {
        stamps.incrementAndGet(slot(key));
        Set<String> known = paths.remove(key);
        if (known != null) {
            hot.invalidateAll(known);
        }
    }

    /** The approximate number of cached answers. */
    long size() {
        return hot.estimatedSize();
    }

    /** Drops answers that were idle for long; happens by itself, a little later. */
    void tidy() {
        hot.cleanUp();
    }

    /** Drops everything. */
    void clear() {
        hot.invalidateAll();
        hot.cleanUp();
    }

    private void removed(@Nullable String path, @Nullable Hot gone, RemovalCause cause) {
        if (path == null || gone == null) {
            return;
        }
        if (cause != RemovalCause.REPLACED) {
            gone.keys.forEach(key ->
                    paths.computeIfPresent(key, (_, known) -> known.remove(path) && known.isEmpty() ? null : known));
        }
        gone.ready.release();
    }

    private static int slot(Key key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (STAMPS - 1);
    }
}
