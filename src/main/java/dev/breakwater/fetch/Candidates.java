package dev.breakwater.fetch;

import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Selector;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The origins of one fetch: those that wait for their turn, those held back as suspect or unreachable, and those with an
 * attempt under way.
 */
final class Candidates {
    private final boolean apart;
    private final Deque<Origin> waiting;
    private List<Origin> suspect;
    private List<Origin> unreachable;
    private final Map<Origin, Instant> asked = new LinkedHashMap<>();
    private final Map<Origin, Integer> tries = new HashMap<>();
    private final Set<String> heard = new HashSet<>();

    /** {@code apart}: never ask two of one failure domain at once, nor one of a domain that has answered. */
    Candidates(Selector.Order order, boolean apart) {
        this.apart = apart;
        this.waiting = new ArrayDeque<>(order.healthy());
        this.suspect = order.suspect();
        this.unreachable = order.unreachable();
    }

    /** Origins that wait for their turn, in order. */
    List<Origin> waiting() {
        return List.copyOf(waiting);
    }

    /** Takes the first one allowed, which counts as asked from {@code now} on; null if there is none. */
    @Nullable
    Origin take(Instant now) {
        for (Origin origin : waiting) {
            if (free(origin)) {
                waiting.remove(origin);
                ask(origin, now);
                return origin;
            }
        }
        return null;
    }

    private void ask(Origin origin, Instant now) {
        tries.merge(origin, 1, Integer::sum);
        asked.put(origin, now);
    }

    private boolean free(Origin origin) {
        if (!apart) {
            return true;
        }
        for (Origin other : asked.keySet()) {
            if (other.domain().equals(origin.domain())) {
                return false;
            }
        }
        return !heard.contains(origin.domain());
    }

    /** Adds these behind the others. */
    void join(Selector.Order more) {
        waiting.addAll(more.healthy());
        suspect = Stream.concat(suspect.stream(), more.suspect().stream()).toList();
        unreachable =
                Stream.concat(unreachable.stream(), more.unreachable().stream()).toList();
    }

    /** Whether there is one to take; {@code doubted} counts suspect ones as well. */
    boolean left(boolean doubted) {
        return anyFree(waiting) || (doubted && anyFree(suspect));
    }

    private boolean anyFree(Collection<Origin> origins) {
        for (Origin origin : origins) {
            if (free(origin)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the suspect ones behind the others. */
    void admitSuspect() {
        waiting.addAll(suspect);
        suspect = List.of();
    }

    /** Adds those that a probe could not reach. */
    void admitUnreachable() {
        waiting.addAll(unreachable);
        unreachable = List.of();
    }

    /** Sets these as the only ones to ask from now on. */
    void anew(Collection<Origin> all, Instant now) {
        waiting.clear();
        suspect = List.of();
        unreachable = List.of();
        all.forEach(origin -> ask(origin, now));
    }

    /** Ends the attempt with {@code origin}. */
    void ended(Origin origin) {
        asked.remove(origin);
    }

    /** The origins with an attempt under way, and since when. */
    Map<Origin, Instant> asked() {
        return asked;
    }

    /** A domain has answered. */
    void heard(String domain) {
        heard.add(domain);
    }

    /** The answer of {@code domain} no longer counts. */
    void unheard(String domain) {
        heard.remove(domain);
    }

    /** How often {@code origin} was asked since the last {@link #progress}. */
    int tries(Origin origin) {
        return tries.getOrDefault(origin, 0);
    }

    void progress() {
        tries.clear();
    }

    void first(Origin origin) {
        waiting.addFirst(origin);
    }

    void last(Origin origin) {
        waiting.addLast(origin);
    }

    void holdBack(Origin origin) {
        suspect = new ArrayList<>(suspect);
        suspect.add(origin);
    }
}
