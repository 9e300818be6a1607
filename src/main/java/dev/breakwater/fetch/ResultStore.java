package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.FetchResult.Fetched;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Stores the results of fetches after they are published. A failure to store comes after the answer. Thread-safe. */
final class ResultStore {
    private final EntryStorage storage;
    private final Store store;
    private final Events events;
    private final InstantSource clock;

    ResultStore(EntryStorage storage, Events events, InstantSource clock) {
        this.storage = storage;
        this.store = storage.store();
        this.events = events;
        this.clock = clock;
    }

    /** Publishes a result. */
    interface Teller {
        void tell() throws IOException;
    }

    /** New staged content. */
    Staged stage() throws IOException {
        return store.stage();
    }

    /** The current entry of {@code key}; null if there is none. */
    @Nullable
    Entry held(Key key) throws IOException {
        return store.find(key).orElse(null);
    }

    /** The same request with the current entry, if it has none, as a refresh does. */
    FetchRequest withHeld(FetchRequest request) {
        Resource resource = request.resource();
        if (request.held() != null || !resource.policy().kept()) {
            return request;
        }
        try {
            return request.with(held(resource.key()));
        } catch (IOException e) {
            // it is fetched as if there were no entry
            return request;
        }
    }

    /** Whether {@code key} is stored; true if unknown, so that it is not fetched ahead. */
    boolean holds(Key key) {
        try {
            return store.find(key).isPresent();
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "can't read " + key, e));
            return true;
        }
    }

    /**
     * Publishes the result, and then stores it. Deadlock-free: no thread waits here while it holds a permit, and no permit
     * holder waits for a fetch.
     *
     * @return when the content was stored, or found to be current; null if neither
     */
    @Nullable
    Instant tellAndKeep(Teller teller, FetchRequest request, FetchResult result, Staged staged)
            throws IOException, InterruptedException {
        if (!request.resource().policy().kept()) {
            teller.tell();
            return null;
        }
        storage.uncommitted().acquire();
        try {
            teller.tell();
            return keep(request, result, staged);
        } finally {
            storage.uncommitted().release();
        }
    }

    /** Stores it; returns when the content was stored, or found to be current; null if neither. */
    @Nullable
    Instant keep(FetchRequest request, FetchResult result, Staged staged) {
        Key key = request.resource().key();
        try {
            return switch (result) {
                case Fetched fetched -> keep(request.resource(), fetched, staged);
                case FetchResult.Unchanged same -> same.grade() == FetchResult.Grade.CONFIRMED ? validated(key) : null;
                case FetchResult.NotFound absent -> {
                    boolean stored = absent.witnessed() && !request.resource().isAbsentAlone();
                    if (stored && !request.holdsConfirmed()) {
                        store.absent(key, UpstreamReport.lines(absent.said()), clock.instant());
                        storage.committed().accept(key);
                    }
                    yield null;
                }
                case FetchResult.Unusable _, FetchResult.Failed _ -> null;
            };
        } catch (IOException e) {
            cannotKeep(key, e);
            return null;
        }
    }

    private Instant validated(Key key) throws IOException {
        Instant now = clock.instant();
        store.validated(key, now);
        storage.committed().accept(key);
        return now;
    }

    private void cannotKeep(Key key, IOException e) {
        events.publish(new Event.Alarm("store", "can't store " + key + ": " + e.getMessage(), e));
    }

    private @Nullable Instant keep(Resource resource, Fetched fetched, Staged staged) throws IOException {
        return switch (fetched.grade()) {
            case CONFIRMED ->
                commit(resource, fetched, Standing.CONFIRMED, staged).validated();
            case PROVISIONAL ->
                commit(resource, fetched, Standing.PROVISIONAL, staged).validated();
            case STALE -> {
                keepForOutages(resource, fetched, staged);
                yield null;
            }
            case UNCONFIRMED, OUTDATED -> null;
        };
    }

    private Entry commit(Resource resource, Fetched fetched, Standing standing, Staged staged) throws IOException {
        Meta meta = new Meta(
                resource.type(fetched.headers()),
                standing,
                fetched.by(),
                fetched.upstream(),
                clock.instant(),
                false,
                fetched.etags(),
                fetched.headers(),
                fetched.representation());
        Entry entry = store.commit(staged, resource.key(), meta);
        storage.committed().accept(resource.key());
        return entry;
    }

    /**
     * Stores a peer's stale content only if there is no entry, which may be newer; it is fetched again before it is served.
     */
    private void keepForOutages(Resource resource, Fetched stale, Staged staged) throws IOException {
        if (store.find(resource.key()).isPresent()) {
            return;
        }
        commit(resource, stale, Standing.PROVISIONAL, staged);
        Duration current = resource.freshness().limit();
        if (current != null) {
            store.validated(resource.key(), clock.instant().minus(current));
            storage.committed().accept(resource.key());
        }
    }

    /** Whether a fetch later than the one that stored at {@code own} has stored something under {@code key}. */
    boolean keptLater(Key key, @Nullable Instant own) throws IOException {
        Entry now = own == null ? null : store.find(key).orElse(null);
        return own != null && now != null && now.validated().isAfter(own);
    }

    /** A failure that is not an upstream's fault. */
    void alarm(Key key, IOException e) {
        cannotKeep(key, e);
    }
}
