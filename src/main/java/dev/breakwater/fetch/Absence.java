package dev.breakwater.fetch;

import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Tiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Collects what origins say against the existence of a thing, and decides by the chain law what that comes to. Absence
 * needs everybody asked: each said so, or failed to answer within the grace after the first who did. Two failure domains
 * (or all there are) make it one to remember; one alone makes it an answer that is forgotten in a moment.
 */
final class Absence {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final Duration DOUBTED = Duration.ofSeconds(1);

    private final int needed;
    private final Set<String> domains = new HashSet<>();
    private final List<Testimony> said = new ArrayList<>();
    private boolean paged;
    private Duration pause = Duration.ZERO;

    Absence(Tiers origins) {
        needed = Math.min(2, origins.domains());
    }

    /**
     * How long {@code others}, who have not answered yet, have to do so once one said that the thing does not exist. Who
     * is in doubt already is not waited for as long: it will hardly answer at all.
     */
    static Duration grace(Collection<Origin> others, Predicate<Origin> well) {
        return others.stream()
                .map(origin -> well.test(origin) || origin.grace().compareTo(DOUBTED) < 0 ? origin.grace() : DOUBTED)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** {@code origin} says there is no such thing. */
    void missing(Origin origin, String what) {
        domains.add(origin.domain());
        said.add(new Testimony(origin.name(), what));
    }

    /** {@code origin} says so, perhaps by a web page of which it is unclear whose it is. */
    void missing(Origin origin, Outcome.Missing missing) {
        if (missing.page()) {
            paged = true;
            said.add(new Testimony(origin.name(), missing.said()));
        } else {
            missing(origin, missing.said());
        }
    }

    /** {@code origin} did not say whether there is. */
    void trouble(Origin origin, String what) {
        said.add(new Testimony(origin.name(), what));
    }

    /** {@code origin} wants to be left alone. */
    void throttled(Origin origin, String what, Duration retryAfter) {
        trouble(origin, what);
        pause = retryAfter.compareTo(pause) > 0 ? retryAfter : pause;
    }

    /** Whether anybody said that there is no such thing. */
    boolean suspected() {
        return paged || !domains.isEmpty();
    }

    /** What it comes to, with everybody heard. {@code seen} says that somebody did send at least a part of it. */
    Finding conclude(boolean seen) {
        if (suspected() && !seen) {
            return new Finding.Nobody(domains.size() >= needed, said(), domains.isEmpty());
        }
        return new Finding.Failed(
                said.isEmpty() ? "no upstream is configured for it" : "no upstream could provide it",
                pause.isZero() ? RETRY_AFTER : pause,
                said());
    }

    /** Failed in a way of its own. */
    Finding failed(String why) {
        return new Finding.Failed(why, RETRY_AFTER, said());
    }

    /** What was said so far, each origin's last word. */
    List<Testimony> said() {
        List<Testimony> last = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (Testimony testimony : said.reversed()) {
            if (named.add(testimony.upstream())) {
                last.addFirst(testimony);
            }
        }
        return List.copyOf(last);
    }
}
