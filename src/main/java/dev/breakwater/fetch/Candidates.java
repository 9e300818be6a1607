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
 * The origins of one fetch: those that wait to be asked, those that are held back since they are in doubt or out of reach,
 * and those that are being asked.
 */
final class Candidates {
    private final boolean apart;
    private final Deque<Origin> waiting;
    private List<Origin> suspect;
    private List<Origin> unreachable;
    private final Map<Origin, Instant> asked = new LinkedHashMap<>();
    private final Map<Origin, Integer> tries = new HashMap<>();
    private final Set<String> heard = new HashSet<>();

    /** {@code apart} says that never two of one failure domain are asked at once, nor one of a domain that was heard. */
    Candidates(Selector.Order order, boolean apart) {
        this.apart = apart;
        this.waiting = new ArrayDeque<>(order.healthy());
        this.suspect = order.suspect();
        this.unreachable = order.unreachable();
    }

    /** Those that wait to be asked, in order. */
    List<Origin> waiting() {
        return List.copyOf(waiting);
    }

    /** Takes the first who may be asked, who counts as asked from {@code now} on; null where there is none. */
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

    /** Lets these wait behind the others. */
    void join(Selector.Order more) {
        waiting.addAll(more.healthy());
        suspect = Stream.concat(suspect.stream(), more.suspect().stream()).toList();
        unreachable =
                Stream.concat(unreachable.stream(), more.unreachable().stream()).toList();
    }

    /** Whether there is one to be taken; {@code doubted} counts those in doubt as well. */
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

    /** Lets those in doubt wait behind the others. */
    void admitSuspect() {
        waiting.addAll(suspect);
        suspect = List.of();
    }

    /** Lets those wait whom a probe could not reach. */
    void admitUnreachable() {
        waiting.addAll(unreachable);
        unreachable = List.of();
    }

    /** Asks all of these, and no others after them. */
    void anew(Collection<Origin> all, Instant now) {
        waiting.clear();
        suspect = List.of();
        unreachable = List.of();
        all.forEach(origin -> ask(origin, now));
    }

    /** {@code origin} is not asked any more. */
    void ended(Origin origin) {
        asked.remove(origin);
    }

    /** Those that are being asked, and since when. */
    Map<Origin, Instant> asked() {
        return asked;
    }

    /** A domain has spoken. */
    void heard(String domain) {
        heard.add(domain);
    }

    /** What {@code domain} said does not count any more. */
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
