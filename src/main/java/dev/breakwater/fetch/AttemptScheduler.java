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
 * The scheduler of one fetch's attempts: decides which origin to try next, and when. It starts nothing and waits for nothing;
 * it records events, names the origin to try now ({@link #next}), and the time of its next decision ({@link #due}). Used by
 * one thread.
 *
 * <p>Healthy origins come first, in the selector's order. One whose first byte takes longer than usual is hedged by the next
 * (paid by the hedges' budget); one that is suspect by now, or overdue, is replaced (free). Suspect origins are tried if no
 * other answers, and before a "not found" counts.
 */
final class AttemptScheduler {
    /** How many extra origins may be tried at once because others are slow. */
    private static final int HEDGES = 2;

    /** How long to wait before checking the budget for a hedge again. */
    private static final Duration HEDGE_AGAIN = Duration.ofMillis(250);

    /** How long to wait for a missing statement if only suspect origins might give it. */
    private static final Duration DOUBTED = Duration.ofMillis(50);

    private final Traffic traffic;
    private final Health health;
    private final ExtraRequests extras;
    private final InstantSource clock;

    private final Candidates candidates;

    /** Origins that were suspect when they were asked. */
    private final Set<Origin> doubted = new HashSet<>();

    /** Origins that are tried first although they were out, to see whether they still are. */
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

    /** The origin to try now, which counts as asked from then on; null for none at the moment. */
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

    /** The time of the next decision unless an attempt reports before; null if only a report matters. */
    @Nullable
    Instant due(Demand want) {
        if (!want.open()) {
            return null;
        }
        Instant due = earlier(patienceEnds(), outAt(want));
        return helpable(want) ? earlier(earlier(due, helpAt(want)), nextSilentAt()) : due;
    }

    /** When the next asked origin becomes silent and is replaced; null if all are silent by now. */
    private @Nullable Instant nextSilentAt() {
        Instant now = clock.instant();
        Instant next = null;
        for (Map.Entry<Origin, Instant> each : candidates.asked().entrySet()) {
            Instant at = each.getValue().plus(health.replaceAfter(each.getKey(), traffic));
            next = at.isAfter(now) ? earlier(next, at) : next;
        }
        return next;
    }

    /** When all asked origins become late, after which those that are out are not awaited; null if they are late already. */
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

    /** Whether the asked origins have used up their time, given {@code want}. */
    boolean over(Demand want) {
        Instant ends = patienceEnds();
        return want.open() && ((ends != null && !clock.instant().isBefore(ends)) || out(want));
    }

    /** Whether the asked origins are all out and late by now, and no other is left. */
    private boolean out(Demand want) {
        Instant now = clock.instant();
        return !idle()
                && !candidates.left(want.doubted())
                && candidates.asked().entrySet().stream()
                        .allMatch(e -> health.out(e.getKey(), traffic)
                                && !now.isBefore(e.getValue()
                                        .plus(e.getKey().limits(traffic).firstByte())));
    }

    /** Until when the remaining origins may contradict an absence, or add a statement; null for no limit. */
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
     * How long {@code origin} may take to contradict. Being late here, which alone makes it suspect, doesn't shorten that: it
     * may only be far away, so it always gets twice the time of its last answer. An origin that is out is not awaited, unless
     * this is its trial, or its health says nothing about the requested host.
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
     * When the origin asked last has used up its time, by its current health. An empty budget is checked again later; a
     * replacement costs nothing, and so does not wait for it.
     */
    private Instant helpAt(Demand want) {
        Origin last = newest;
        Instant at = last == null ? newestAt : newestAt.plus(health.hedgeAfter(last, traffic));
        return at.isBefore(notBefore) && !movingOn(want) ? notBefore : at;
    }

    /**
     * Tries another as well; the budget pays, unless it is a replacement. A replacement has as long to add its statement as the
     * one that it replaces had.
     */
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
            voiceSince = voiceSince == null ? null : clock.instant();
        }
        return origin;
    }

    /** Whether too few of the asked origins may still answer. */
    private boolean movingOn(Demand want) {
        return candidates.asked().size() - silent().size() < want.atOnce();
    }

    /** Origins that will probably not answer, after all this time or by what other fetches have seen. */
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

    /** Adds {@code reserve}, and tries the first candidate; null if there is none to try now. */
    @Nullable
    Origin join(Selector.Order reserve) {
        candidates.join(reserve);
        return ask();
    }

    /** Tries all of these, whatever they answered before. */
    void anew(Collection<Origin> all) {
        candidates.anew(all, clock.instant());
        all.forEach(this::note);
    }

    /** {@code origin} has reported. */
    void ended(Origin origin) {
        candidates.ended(origin);
    }

    /** The asked origins that have not reported. */
    Collection<Origin> asked() {
        return List.copyOf(candidates.asked().keySet());
    }

    /** Whether no attempt is under way. */
    boolean idle() {
        return candidates.asked().isEmpty();
    }

    /** Whether a healthy origin is left to try, or to try again. */
    boolean left() {
        return candidates.left(false);
    }

    /** An origin says "not found": from the first on, the others have their grace. */
    void missing() {
        missingSince = missingSince == null ? clock.instant() : missingSince;
    }

    /** {@code origin} has given its statement; the others may add theirs {@code within} that time. */
    void heard(Origin origin, Duration within) {
        candidates.heard(origin.domain());
        voiceSince = clock.instant();
        voiceWithin = within;
    }

    /** {@code origin}'s statement no longer counts: it is asked next. */
    void recall(Origin origin) {
        candidates.unheard(origin.domain());
        candidates.first(origin);
    }

    /** Tries another in place of the late ones, which then have as long as it has; null if there is none. */
    @Nullable
    Origin replacement() {
        Origin origin = ask();
        voiceSince = origin == null ? voiceSince : clock.instant();
        return origin;
    }

    /** Resets the number of tries, as the fetch makes progress. */
    void progress() {
        candidates.progress();
    }

    /**
     * {@code origin} failed, and is retried after the others if it was asked fewer than {@code most} times and the retries'
     * budget has room. A suspect one is retried only if no other is left.
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

    /** {@code origin} was cancelled for another: it is retried after all others. */
    void later(Origin origin) {
        candidates.last(origin);
    }

    /** {@code origin} is retried next, if it was asked fewer than {@code most} times. */
    void first(Origin origin, int most) {
        if (candidates.tries(origin) < most) {
            candidates.first(origin);
        }
    }
}
