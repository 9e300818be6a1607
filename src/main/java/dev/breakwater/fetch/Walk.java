package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Leg.Report;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Verdict;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the origins of one content, by the chain law: the first whose content verifies wins. What breaks off on
 * one origin goes on from the next; what is wrong is dropped like what is dead. Origins are asked one after another; one
 * that keeps us waiting for its first byte longer than it usually does is hedged: the next is asked as well, and whoever
 * begins first sends. Once an origin says that the thing does not exist, all the others are asked at once, and have a
 * moment to contradict.
 */
final class Walk {
    private static final int TRIES = 3;

    /** So many more than one may be asked at once because they are slow. */
    private static final int HEDGES = 2;

    /** How long to wait before it is looked again whether the budget has room for a hedge. */
    private static final Duration HEDGE_AGAIN = Duration.ofMillis(250);

    /** A third time, origins in error are asked only while the walk is younger than this, or once a part of the body is here. */
    private static final Duration PERSISTENCE = Duration.ofSeconds(5);

    private final Key key;
    private final Recipe.One recipe;
    private final Traffic traffic;
    private final Policy policy;
    private final Caller caller;
    private final Spool spool;
    private final Health health;
    private final Budget hedges;
    private final Budget retries;
    private final Events events;
    private final InstantSource clock;
    private final Absence absence;
    private final Instant began;

    private final LinkedBlockingQueue<Report> inbox = new LinkedBlockingQueue<>();
    private final Deque<Origin> waiting;
    private List<Origin> suspect;
    private List<Origin> unreachable;
    private final List<Leg> running = new ArrayList<>();
    private final Map<Origin, Integer> tries = new HashMap<>();
    private final Map<String, String> prints = new HashMap<>();
    private @Nullable Instant missingSince;
    private Instant hedgeAt;
    private long progress;
    private int contradictions;
    private boolean sent;
    private boolean anew;

    Walk(Resource resource, Recipe.One recipe, Selector.Order order, Caller caller, Spool spool, Engine.Parts parts) {
        this.key = resource.key();
        this.recipe = recipe;
        this.traffic = resource.kind().traffic();
        this.policy = resource.policy();
        this.caller = caller;
        this.spool = spool;
        this.health = parts.health();
        this.hedges = parts.hedges();
        this.retries = parts.retries();
        this.events = parts.events();
        this.clock = parts.steady();
        this.absence = new Absence(recipe.origins());
        this.began = clock.instant();
        this.waiting = new ArrayDeque<>(order.healthy());
        this.suspect = order.suspect();
        this.unreachable = order.unreachable();
        this.hedgeAt = began;
    }

    /** Walks until there is something to say. */
    Finding run() throws InterruptedException {
        try {
            return walk();
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "cannot keep what arrives for " + key + ": " + e.getMessage(), e));
            return absence.failed("it cannot be stored here: " + e.getMessage());
        } finally {
            running.forEach(leg -> leg.cancellation().cancel());
        }
    }

    private Finding walk() throws InterruptedException, IOException {
        while (true) {
            widen();
            if (running.isEmpty() && !startAnew()) {
                return absence.conclude(seen());
            }
            Report report = next();
            if (report != null) {
                running.remove(report.leg());
                Finding finding = hear(report);
                if (finding != null) {
                    return finding;
                }
            } else if (graceOver()) {
                running.forEach(leg -> absence.trouble(leg.origin(), "no answer in time"));
                return absence.conclude(seen());
            }
        }
    }

    /** Whether anybody has sent at least something for it, right or wrong: then nobody's word makes it inexistent. */
    private boolean seen() {
        return sent || spool.arrived() > 0;
    }

    /** Where a part has arrived that nobody can go on with, everybody is asked for the whole, once. */
    private boolean startAnew() throws IOException {
        if (anew || spool.arrived() == 0 || !spool.restart()) {
            return false;
        }
        anew = true;
        sent = true;
        progress = 0;
        recipe.origins().all().forEach(this::start);
        return true;
    }

    /** Asks whoever is to be asked now. */
    private void widen() {
        if (absence.suspected() && !spool.claimed()) {
            waiting.addAll(suspect);
            suspect = List.of();
            while (!waiting.isEmpty()) {
                start(waiting.removeFirst());
            }
            return;
        }
        if (waiting.isEmpty() && running.isEmpty() && !absence.suspected()) {
            waiting.addAll(suspect);
            waiting.addAll(unreachable);
            suspect = List.of();
            unreachable = List.of();
        }
        if (running.isEmpty() && !waiting.isEmpty()) {
            start(waiting.removeFirst());
        } else if (hedgeable() && !clock.instant().isBefore(hedgeAt)) {
            hedge();
        }
    }

    private boolean hedgeable() {
        return !spool.claimed()
                && !running.isEmpty()
                && running.size() <= HEDGES
                && !(waiting.isEmpty() && suspect.isEmpty());
    }

    /** Asks the next origin as well, for the budget's money, unless the one before is in doubt: then it is moving on. */
    private void hedge() {
        boolean doubted = !health.well(running.getLast().origin(), traffic);
        boolean granted = doubted || hedges.spend();
        if (!doubted) {
            events.publish(new Event.Extra("hedge", traffic.label(), granted));
        }
        if (!granted) {
            hedgeAt = clock.instant().plus(HEDGE_AGAIN);
            return;
        }
        if (waiting.isEmpty()) {
            waiting.addAll(suspect);
            suspect = List.of();
        }
        start(waiting.removeFirst());
    }

    /** Until when those who have not answered may contradict an absence; null where nobody speaks of one. */
    private @Nullable Instant graceEnds() {
        return missingSince == null
                ? null
                : missingSince.plus(
                        Absence.grace(running.stream().map(Leg::origin).toList(), o -> health.well(o, traffic)));
    }

    private boolean graceOver() {
        Instant ends = graceEnds();
        return ends != null && !spool.claimed() && !clock.instant().isBefore(ends);
    }

    /** The next report; null where it is time to look around before there is one. */
    private @Nullable Report next() throws InterruptedException {
        Instant due = graceEnds();
        if (hedgeable() && (due == null || hedgeAt.isBefore(due))) {
            due = hedgeAt;
        }
        // Who has the pen is waited for, however long it takes: silence ends it.
        if (due == null || spool.claimed()) {
            return inbox.take();
        }
        long left = Duration.between(clock.instant(), due).toMillis();
        return inbox.poll(Math.max(left, 1), TimeUnit.MILLISECONDS);
    }

    private void start(Origin origin) {
        tries.merge(origin, 1, Integer::sum);
        hedgeAt = clock.instant().plus(health.hedgeAfter(origin, traffic));
        Ask ask = new Ask(recipe.path(), traffic, spool.resumeAt(), null, null, caller.via(), new Cancellation());
        Leg leg = new Leg(origin, ask, spool, inbox::add);
        running.add(leg);
        Thread.ofVirtual().name("leg " + origin.name()).start(leg);
    }

    private @Nullable Finding hear(Report report) throws InterruptedException, IOException {
        Origin origin = report.leg().origin();
        if (report.broken() != null) {
            throw report.broken();
        }
        if (report.differs()) {
            return differs(origin, report.outcome());
        }
        return switch (report.outcome()) {
            case Outcome.Found found -> judge(origin, found);
            case Outcome.NotModified n -> new Finding.Unchanged(origin.name());
            case Outcome.Missing missing -> {
                absence.missing(origin, missing.said());
                missingSince = missingSince == null ? clock.instant() : missingSince;
                yield null;
            }
            case Outcome.Denied denied -> {
                absence.trouble(origin, denied.said());
                yield null;
            }
            case Outcome.Throttled throttled -> {
                absence.throttled(origin, throttled.said(), throttled.retryAfter());
                yield null;
            }
            case Outcome.Unavailable unavailable -> {
                absence.trouble(origin, unavailable.said());
                again(origin);
                yield null;
            }
            case Outcome.Abandoned abandoned -> {
                // It found another leg writing: worth asking should that one fail.
                waiting.addLast(origin);
                yield null;
            }
        };
    }

    /**
     * Puts an origin that failed at the end of the line, where that makes sense. What has begun to arrive is not given up
     * because everybody is slow at the moment: as long as somebody brings more of it, all may be asked again.
     */
    private void again(Origin origin) {
        if (spool.arrived() > progress) {
            progress = spool.arrived();
            tries.clear();
        }
        boolean young = clock.instant().isBefore(began.plus(PERSISTENCE));
        int most = young || progress > 0 ? TRIES : 2;
        if (tries.getOrDefault(origin, 0) >= most) {
            return;
        }
        boolean granted = retries.spend();
        events.publish(new Event.Extra("retry", traffic.label(), granted));
        if (granted) {
            waiting.addLast(origin);
        }
    }

    /** A continuation does not fit what was there before: one of the two is wrong, so it is all fetched anew. */
    private @Nullable Finding differs(Origin origin, Outcome outcome) throws IOException {
        absence.trouble(origin, outcome.said());
        events.publish(new Event.Disagreed(key.toString(), origin.name() + " " + outcome.said()));
        if (++contradictions > TRIES || !spool.restart()) {
            return absence.failed("the upstreams hold different files of it");
        }
        sent = true;
        progress = 0;
        if (tries.getOrDefault(origin, 0) < TRIES) {
            waiting.addFirst(origin);
        }
        return null;
    }

    private @Nullable Finding judge(Origin origin, Outcome.Found found) throws InterruptedException, IOException {
        Verdict verdict = spool.verdict();
        return switch (verdict) {
            case Verdict.Verified(String by) -> {
                events.publish(new Event.Judged(key.toString(), origin.name(), "verified", by));
                health.vouched(origin);
                yield landed(origin, found, by, true);
            }
            case Verdict.Rejected(String why) -> {
                events.publish(new Event.Judged(key.toString(), origin.name(), "rejected", why));
                health.corrupt(origin, why);
                yield drop(origin, "sent what is wrong: " + why);
            }
            case Verdict.Unverifiable(String why, String print) -> {
                events.publish(new Event.Judged(key.toString(), origin.name(), "unverifiable", why));
                yield unverifiable(origin, found, why, print);
            }
        };
    }

    private @Nullable Finding drop(Origin origin, String what) throws IOException {
        absence.trouble(origin, what);
        sent = true;
        progress = 0;
        return spool.restart() ? null : absence.failed("what was being sent turned out to be wrong");
    }

    private @Nullable Finding unverifiable(Origin origin, Outcome.Found found, String why, String print)
            throws IOException {
        boolean agreed = recipe.origins().domains() == 1
                || prints.entrySet().stream()
                        .anyMatch(e -> !e.getKey().equals(origin.domain())
                                && e.getValue().equals(print));
        prints.put(origin.domain(), print);
        return switch (policy.unverified()) {
            case SERVE -> landed(origin, found, "nobody: " + why, false);
            case AGREE ->
                agreed
                        ? landed(origin, found, "2 upstreams agree: " + why, false)
                        : drop(origin, "cannot be verified: " + why);
            case DROP -> drop(origin, "cannot be verified: " + why);
            case REFUSE -> absence.failed("it cannot be verified: " + why);
        };
    }

    private static Finding landed(Origin origin, Outcome.Found found, String by, boolean confirmed) {
        return new Finding.Landed(
                origin.name(), by, confirmed, found.head().etag(), found.head().modified());
    }
}
