package dev.breakwater.fetch;

import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: decides for one fetch which origin is asked next, and when. It starts nothing and waits for nothing;
 * it is told what happens, says who is to be asked now ({@link #next}), and until when there is nothing to decide
 * ({@link #due}). Used by one thread.
 *
 * <p>Healthy origins come first, in the selector's order. One whose first byte takes longer than usual is hedged by the next
 * (which the hedges' budget pays); one that is in doubt by now, or overdue, is replaced (free). Origins in doubt are asked if
 * none of the others says anything, and before it is believed that a thing does not exist.
 */
final class AttemptScheduler {
    /** So many more than are wanted may be asked at once because they are slow. */
    private static final int HEDGES = 2;

    /** How long to wait before it is looked again whether the budget has room for a hedge. */
    private static final Duration HEDGE_AGAIN = Duration.ofMillis(250);

    /** How long a statement that is still missing is waited for if all that might give it are in doubt. */
    private static final Duration DOUBTED = Duration.ofMillis(50);

    private final Traffic traffic;
    private final Health health;
    private final ExtraRequests extras;
    private final InstantSource clock;

    private final Candidates candidates;

    /** Those that were in doubt when they were asked. */
    private final Set<Origin> doubted = new HashSet<>();

    /** Those that are asked first though they were out until now, to see whether they still are. */
    private final Set<Origin> onTrial;

    private @Nullable Origin newest;
    private Instant newestAt;
    private Instant notBefore;
    private @Nullable Instant missingSince;
    private @Nullable Instant voiceSince;
    private Duration voiceWithin = Duration.ZERO;

    /** Schedules {@code candidates}. */
    AttemptScheduler(Candidates candidates, Traffic traffic, Health health, ExtraRequests extras, InstantSource clock) {
        this.candidates = candidates;
        this.traffic = traffic;
        this.health = health;
        this.extras = extras;
        this.clock = clock;
        this.onTrial = candidates.waiting().stream()
                .filter(origin -> health.outOfUse(origin, traffic))
                .collect(Collectors.toUnmodifiableSet());
        this.newestAt = clock.instant();
        this.notBefore = newestAt;
    }

    /** Which origin is to be asked now, and counts as asked from then on; null for none at the moment. */
    @Nullable
    Origin next(Demand want) {
        if (want.equals(Demand.ALL)) {
            candidates.admitSuspect();
            return ask();
        }
        if (!want.open()) {
            return null;
        }
        if (candidates.asked().size() < want.atOnce()) {
            Origin origin = ask();
            if (origin == null && idle() && want.doubted()) {
                candidates.admitSuspect();
                candidates.admitUnreachable();
                origin = ask();
            }
            if (origin != null) {
                return origin;
            }
        }
        return helpable(want) && !clock.instant().isBefore(helpAt(want)) ? help(want) : null;
    }

    /** Until when there is nothing to decide unless an attempt reports; null for as long as that takes. */
    @Nullable
    Instant due(Demand want) {
        if (!want.open()) {
            return null;
        }
        Instant due = earlier(patienceEnds(), outAt(want));
        return helpable(want) ? earlier(earlier(due, helpAt(want)), nextSilentAt()) : due;
    }

    /** When the next of those that are asked will have been silent for so long that it is replaced; null if all are by now. */
    private @Nullable Instant nextSilentAt() {
        Instant now = clock.instant();
        Instant next = null;
        for (Map.Entry<Origin, Instant> each : candidates.asked().entrySet()) {
            Instant at = each.getValue().plus(health.replaceAfter(each.getKey(), traffic));
            next = at.isAfter(now) ? earlier(next, at) : next;
        }
        return next;
    }

    /** When all those that are asked will be late, after which they have had their time once they are out; null if they are. */
    private @Nullable Instant outAt(Demand want) {
        Instant last = null;
        for (Map.Entry<Origin, Instant> each : candidates.asked().entrySet()) {
            Instant at = each.getValue().plus(each.getKey().limits(traffic).firstByte());
            last = last == null || at.isAfter(last) ? at : last;
        }
        return last != null && last.isAfter(clock.instant()) && !candidates.left(want.doubted()) ? last : null;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    /** Whether those that are asked have had their time, with {@code want} what it is. */
    boolean over(Demand want) {
        Instant ends = patienceEnds();
        return want.open() && ((ends != null && !clock.instant().isBefore(ends)) || out(want));
    }

    /** Whether those that are asked are known to be out by now, and late: these are not merely late, and no other is left. */
    private boolean out(Demand want) {
        Instant now = clock.instant();
        return !idle()
                && !candidates.left(want.doubted())
                && candidates.asked().entrySet().stream()
                        .allMatch(e -> health.out(e.getKey(), traffic)
                                && !now.isBefore(e.getValue()
                                        .plus(e.getKey().limits(traffic).firstByte())));
    }

    /** Until when those who have not answered may contradict an absence, or add their voice to another; null for ever. */
    private @Nullable Instant patienceEnds() {
        if (voiceSince != null) {
            return voiceSince.plus(candidates.asked().keySet().stream().anyMatch(this::well) ? voiceWithin : DOUBTED);
        }
        return missingSince == null
                ? null
                : missingSince.plus(candidates.asked().keySet().stream()
                        .map(this::grace)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO));
    }

    /**
     * How long {@code origin} may take to contradict. That it is late here, which is reason for doubt by itself, shortens
     * nothing: it may merely be far away, and so it has twice as long as its last answer took, whatever is thought of it. Who is
     * out is not waited for, unless this is the trial of whether it still is, or its health says nothing of the host that is asked.
     */
    private Duration grace(Origin origin) {
        boolean out = health.outOfUse(origin, traffic);
        Duration full = origin.grace(false);
        Duration grace = origin.grace(out || doubted.contains(origin));
        if (out && grace.compareTo(full) < 0 && !onTrial.contains(origin)) {
            return Duration.ZERO;
        }
        Duration usual = out ? Duration.ZERO : health.lastAnswer(origin).multipliedBy(2);
        return usual.compareTo(grace) <= 0 ? grace : usual.compareTo(full) < 0 ? usual : full;
    }

    private boolean well(Origin origin) {
        return health.well(origin, traffic);
    }

    private boolean helpable(Demand want) {
        return want.open()
                && !idle()
                && candidates.asked().size() - HEDGES < want.atOnce()
                && candidates.left(want.doubted());
    }

    /**
     * When the one that was asked last has had its time, going by what is known of it now. An empty budget is asked again later;
     * moving on costs nothing, and so does not wait for it.
     */
    private Instant helpAt(Demand want) {
        Origin last = newest;
        Instant at = last == null ? newestAt : newestAt.plus(health.hedgeAfter(last, traffic));
        return at.isBefore(notBefore) && !movingOn(want) ? notBefore : at;
    }

    /** Asks another as well; for the budget's money, unless it is moving on. */
    private @Nullable Origin help(Demand want) {
        boolean free = movingOn(want);
        if (!free && !extras.hedge(traffic)) {
            notBefore = clock.instant().plus(HEDGE_AGAIN);
            return null;
        }
        if (!candidates.left(false)) {
            candidates.admitSuspect();
        }
        Origin origin = ask();
        if (free && origin != null) {
            extras.replaced(traffic);
        }
        return origin;
    }

    /** Whether fewer than are wanted of those that are asked may still be expected to answer. */
    private boolean movingOn(Demand want) {
        return candidates.asked().size() - silent().size() < want.atOnce();
    }

    /** Those of whom, after all this time or by what others have learned of them, no answer may be expected any more. */
    List<Origin> silent() {
        Instant now = clock.instant();
        return candidates.asked().entrySet().stream()
                .filter(e ->
                        !well(e.getKey()) || !now.isBefore(e.getValue().plus(health.replaceAfter(e.getKey(), traffic))))
                .map(Map.Entry::getKey)
                .toList();
    }

    private @Nullable Origin ask() {
        Instant now = clock.instant();
        Origin origin = candidates.take(now);
        if (origin != null) {
            newest = origin;
            newestAt = now;
            note(origin);
        }
        return origin;
    }

    private void note(Origin origin) {
        if (well(origin)) {
            doubted.remove(origin);
        } else {
            doubted.add(origin);
        }
    }

    /** Lets {@code reserve} wait as well, and asks the first who waits; null where there is none to be asked now. */
    @Nullable
    Origin join(Selector.Order reserve) {
        candidates.join(reserve);
        return ask();
    }

    /** Asks all of these, whatever they have said before. */
    void anew(Collection<Origin> all) {
        candidates.anew(all, clock.instant());
        all.forEach(this::note);
    }

    /** {@code origin} has reported. */
    void ended(Origin origin) {
        candidates.ended(origin);
    }

    /** Those that are asked and have not reported. */
    Collection<Origin> asked() {
        return List.copyOf(candidates.asked().keySet());
    }

    /** Whether no origin is asked at the moment. */
    boolean idle() {
        return candidates.asked().isEmpty();
    }

    /** Whether a healthy origin is left that was not asked, or is to be asked again. */
    boolean left() {
        return candidates.left(false);
    }

    /** An origin says that there is no such thing: from the first on, the others have their grace. */
    void missing() {
        missingSince = missingSince == null ? clock.instant() : missingSince;
    }

    /** {@code origin}'s voice is heard; the others may add theirs {@code within} that time. */
    void heard(Origin origin, Duration within) {
        candidates.heard(origin.domain());
        voiceSince = clock.instant();
        voiceWithin = within;
    }

    /** What {@code origin} said does not count any more: it is asked next. */
    void recall(Origin origin) {
        candidates.unheard(origin.domain());
        candidates.first(origin);
    }

    /** Asks another in place of those that are late, who have as long as it has; null where there is none. */
    @Nullable
    Origin replacement() {
        Origin origin = ask();
        voiceSince = origin == null ? voiceSince : clock.instant();
        return origin;
    }

    /** Forgets how often each was asked: it goes forward. */
    void progress() {
        candidates.progress();
    }

    /**
     * {@code origin} failed, and is asked again after the others where it was asked fewer than {@code most} times and the
     * retries' budget has room. One in doubt is asked again only if no other is left.
     */
    void again(Origin origin, int most) {
        if (candidates.tries(origin) >= most || !extras.retry(traffic)) {
            return;
        }
        if (well(origin)) {
            candidates.last(origin);
        } else {
            candidates.holdBack(origin);
        }
    }

    /** {@code origin} was given up for another: it is worth asking after all others. */
    void later(Origin origin) {
        candidates.last(origin);
    }

    /** {@code origin} is asked next, where it was asked fewer than {@code most} times. */
    void first(Origin origin, int most) {
        if (candidates.tries(origin) < most) {
            candidates.first(origin);
        }
    }
}
