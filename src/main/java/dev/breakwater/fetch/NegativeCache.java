package dev.breakwater.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The cache of resources that don't exist or are broken, and are not requested again for a while. In memory only. */
final class NegativeCache {
    /** How long a broken resource is not requested again. */
    static final Duration UNUSABLE = Duration.ofSeconds(60);

    /** How long a single witness's "not found" is used: clients retry a refusal once. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);

    /** After that time, a single witness's word is still served until this limit, and checked again behind the answer. */
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    /**
     * A "not found" from a single witness.
     *
     * @param fresh whether it is used as is; else it must be checked again
     */
    record Doubt(FetchResult.NotFound absent, boolean fresh) {}

    private record Word(FetchResult.NotFound absent, Instant since) {}

    private final Cache<Object, Word> words = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    private final Cache<FlightKey, FetchResult.Unusable> unusable =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(UNUSABLE).build();

    private final InstantSource clock;

    NegativeCache(InstantSource clock) {
        this.clock = clock;
    }

    /** A recent "not found" that is not stored, for {@link Resource#absence}; null if there is none. */
    @Nullable
    Doubt doubt(Object key) {
        Word word = words.getIfPresent(key);
        return word == null
                ? null
                : new Doubt(word.absent(), !word.since().plus(BELIEVED).isBefore(clock.instant()));
    }

    /** Something does not exist, by a word that is not stored: a single witness's, or of one variant alone. */
    void doubt(Object key, FetchResult.NotFound absent) {
        words.put(key, new Word(absent, clock.instant()));
    }

    /** How the resource is broken; null if it isn't, as far as is known. */
    FetchResult.@Nullable Unusable unusable(FlightKey key) {
        return unusable.getIfPresent(key);
    }

    /** Records a broken resource. */
    void unusable(FlightKey key, FetchResult.Unusable how) {
        unusable.put(key, how);
    }
}
