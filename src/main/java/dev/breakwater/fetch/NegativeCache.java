package dev.breakwater.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What was found not to exist, or to be broken, and is not asked for again for a while. In memory only. */
final class NegativeCache {
    /** How long a thing that is broken in itself is not asked for again. */
    static final Duration UNUSABLE = Duration.ofSeconds(60);

    /** How long the word of one witness alone is believed, that something does not exist: clients ask a refusal twice. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);

    /** Beyond the time that it is believed, one witness's word is still told of what is kept, and asked again behind it. */
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    /**
     * What one witness alone said does not exist.
     *
     * @param fresh whether that is believed; else it is to be asked again
     */
    record Doubt(FetchResult.NotFound absent, boolean fresh) {}

    private record Word(FetchResult.NotFound absent, Instant since) {}

    private final Cache<Key, Word> words = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    private final Cache<FlightKey, FetchResult.Unusable> unusable =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(UNUSABLE).build();

    private final InstantSource clock;

    NegativeCache(InstantSource clock) {
        this.clock = clock;
    }

    /** What one witness said of {@code key} a moment ago; null if none did. */
    @Nullable
    Doubt doubt(Key key) {
        Word word = words.getIfPresent(key);
        return word == null
                ? null
                : new Doubt(word.absent(), !word.since().plus(BELIEVED).isBefore(clock.instant()));
    }

    /** One witness alone says that there is no {@code key}. */
    void doubt(Key key, FetchResult.NotFound absent) {
        words.put(key, new Word(absent, clock.instant()));
    }

    /** How the thing is broken in itself; null if it is not, as far as is known. */
    FetchResult.@Nullable Unusable unusable(FlightKey key) {
        return unusable.getIfPresent(key);
    }

    /** The thing is broken in itself. */
    void unusable(FlightKey key, FetchResult.Unusable how) {
        unusable.put(key, how);
    }
}
