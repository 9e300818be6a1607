package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.FetchResult.Failed;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Standing;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The fallback answers from the store, for example if no upstream is available. */
final class Fallback {
    private final Answers answers;
    private final InstantSource clock;

    Fallback(Answers answers, InstantSource clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /** The stored entry; a failure of the store if that is gone meanwhile. */
    Answer held(Resource resource, @Nullable Entry held, CacheStatus how, RescuedBy spared) throws IOException {
        return held == null ? answers.storeTrouble(resource) : answers.held(resource, held, how, spared);
    }

    /** The stored entry, which upstreams say is unchanged. With too few of them it is served like a single witness's word. */
    Answer unchanged(Resource resource, @Nullable Entry held, FetchResult.Unchanged same) throws IOException {
        CacheStatus asked = same.grade().stale() ? CacheStatus.STALE : CacheStatus.REVALIDATED;
        CacheStatus how = same.upstream().equals(FetchTask.STORED) ? CacheStatus.JOINED : asked;
        Answer answer = held(resource, held, how, same.spared());
        return same.grade() != FetchResult.Grade.CONFIRMED
                        && answer instanceof Answer.Held(var body, var content, var cache)
                ? new Answer.Held(body, content.provisionally(), cache)
                : answer;
    }

    /** No upstream answers. Prefers an answer derived from the store: it lists only versions that can be served. */
    Answer answer(Resource resource, @Nullable Entry held, Failed failed, RescuedBy spared)
            throws IOException, InterruptedException {
        if (held != null
                && held.meta().standing() == Standing.CONFIRMED
                && (resource.freshness().immutable() || held.meta().hosted())) {
            return answers.held(resource, held, CacheStatus.HIT, RescuedBy.NOTHING);
        }
        return switch (resource.offlineFallback().make()) {
            case Derivation.DerivedContent(byte[] bytes, boolean _) -> answers.made(resource, bytes, spared);
            case Derivation.Outdated(byte[] bytes) -> answers.made(resource, bytes, spared);
            case Derivation.Never(String why)
            when held == null ->
                new Answer.Absent(why, Duration.ZERO, resource.policy().confidential());
            case Derivation.Nothing _ when held == null -> answers.trouble(resource, failed);
            case Derivation.Never _, Derivation.Nothing _ -> held(resource, held, CacheStatus.STALE, spared);
        };
    }

    /** The resource itself is broken: a stored entry is better. */
    Answer unusable(Resource resource, @Nullable Entry held, FetchResult.Unusable broken)
            throws IOException, InterruptedException {
        if (held == null || held.meta().standing() == Standing.ABSENT || tooOld(resource, held)) {
            return answers.unusable(resource, broken);
        }
        Failed failed = new Failed(broken.why(), NegativeCache.UNUSABLE, broken.said(), true);
        return answer(resource, held, failed, RescuedBy.STALE);
    }

    /** Whether the entry is older than the operator's limit for serving stale content. */
    boolean tooOld(Resource resource, @Nullable Entry held) {
        Duration current = resource.freshness().limit();
        Duration longer = resource.policy().staleIfError();
        return held != null
                && current != null
                && longer != null
                && held.validated().plus(current).plus(longer).isBefore(clock.instant());
    }
}
