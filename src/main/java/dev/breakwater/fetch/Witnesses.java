package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Agreement.Merged;
import dev.breakwater.fetch.Agreement.Statement;
import dev.breakwater.fetch.AttemptScheduler.Demand;
import dev.breakwater.fetch.Voice.Report;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Verdict;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what no hash protects, by the witness law: two origins of different failure domains at once, a third in place
 * of one that is late, missing or broken; what they say is merged by the format. One word alone, in the end, is told but
 * not believed. Two may lag alike, so behind the answer all the others are asked as well.
 */
final class Witnesses {
    /** How long a second witness may take after the first before another is asked in its place. */
    private static final Duration LATE = Duration.ofSeconds(1);

    /** How long those that are asked behind the answer may take together. */
    private static final Duration BEHIND = Duration.ofSeconds(10);

    private static final int TRIES = 2;

    /** What the witnesses came to: a finding, and the merged bytes where it is {@code Landed}. */
    record Hearing(Finding finding, byte[] bytes) {}

    private final Key key;
    private Recipe.Agreed recipe;
    private final Traffic traffic;
    private final Caller caller;
    private final Health health;
    private final Events events;
    private final AbsenceDecision absence;
    private final AttemptScheduler turns;
    private final ReserveUpstreams standBy;
    private final Rejections rejections;
    private final FailureTracker mishaps = new FailureTracker();
    private final List<Origin> heard = new ArrayList<>();
    private int wanted;
    private final InstantSource clock;

    private final CompletionQueue<Report> inbox;
    private final List<Cancellation> running = new ArrayList<>();
    private final List<Statement> words = new ArrayList<>();
    private final Set<String> domains = new HashSet<>();
    private boolean current;
    private final boolean etags;
    private final @Nullable String etag;
    private @Nullable Head firstHead;

    /** {@code etag} is that of what is held; only asked with where a single origin's word is enough. */
    Witnesses(
            Resource resource,
            Recipe.Agreed recipe,
            Selector.Order order,
            @Nullable String etag,
            Caller caller,
            Engine.Parts parts) {
        this.key = resource.key();
        this.recipe = recipe;
        this.traffic = resource.kind().traffic();
        this.caller = caller;
        this.health = parts.health();
        this.events = parts.events();
        this.absence = new AbsenceDecision(recipe.origins(), traffic, true);
        this.rejections = new Rejections(key, traffic, recipe.origins(), parts.health(), events);
        this.wanted = Math.min(2, recipe.origins().domains());
        this.turns = new AttemptScheduler(order, traffic, true, AttemptScheduler.Means.of(parts));
        this.standBy = new ReserveUpstreams(recipe.origins(), traffic, parts);
        this.clock = parts.steady();
        this.inbox = new CompletionQueue<>(clock);
        this.etags = wanted == 1;
        this.etag = etags ? etag : null;
    }

    /** Hears them. */
    Hearing run() throws InterruptedException {
        try {
            return hearAll();
        } finally {
            running.forEach(Cancellation::cancel);
        }
    }

    /**
     * Asks those of the same tiers that were not heard, to be used once the answer has been told; non-null where what all of them
     * say comes to something else.
     */
    @Nullable
    Hearing complete(Hearing told) throws InterruptedException {
        List<Origin> rest = unheard();
        int before = words.size();
        Instant until = clock.instant().plus(BEHIND);
        try {
            rest.forEach(this::start);
            for (Set<Origin> pending = new HashSet<>(rest); !pending.isEmpty(); ) {
                Report report = inbox.next(until);
                if (report == null) {
                    if (clock.instant().isBefore(until)) {
                        continue;
                    }
                    break;
                }
                // One that was asked before the answer may report beside this: its first word counts.
                if (!(report.outcome() instanceof Outcome.Abandoned) && pending.remove(report.origin())) {
                    hear(report);
                }
            }
        } finally {
            running.forEach(Cancellation::cancel);
        }
        if (words.size() == before) {
            return null;
        }
        Hearing whole = told(recipe.agreement()
                .merge(List.copyOf(words), Math.min(2, recipe.origins().domains())));
        return Arrays.equals(whole.bytes(), told.bytes()) ? null : whole;
    }

    /** Those in the tiers of those that were heard, but of other failure domains, one of each, and in no doubt. */
    private List<Origin> unheard() {
        Set<String> known = new HashSet<>(domains);
        return recipe.origins().tiers().stream()
                .filter(tier -> heard.stream().anyMatch(tier::contains))
                .flatMap(List::stream)
                .filter(origin -> !health.drained(origin.name()) && health.well(origin, traffic))
                .filter(origin -> known.add(origin.domain()))
                .toList();
    }

    private Hearing hearAll() throws InterruptedException {
        while (true) {
            Finding.Unchanged unchanged = gather();
            if (unchanged != null) {
                return new Hearing(unchanged, new byte[0]);
            }
            if (words.isEmpty()) {
                Finding.Unusable unusable = rejections.unsettled(absence.said());
                return new Hearing(unusable == null ? absence.conclude(false) : unusable, new byte[0]);
            }
            Merged merged = recipe.agreement()
                    .merge(List.copyOf(words), Math.min(2, recipe.origins().domains()));
            if (merged.confirmed() || domains.size() < wanted || !turns.left()) {
                return told(merged);
            }
            // They contradict each other: another witness may decide.
            wanted++;
        }
    }

    /** Asks until as many domains as are wanted have spoken, or nobody else will; non-null where nothing has changed. */
    private Finding.@Nullable Unchanged gather() throws InterruptedException {
        while (domains.size() < wanted) {
            Demand want = want();
            for (Origin origin = turns.next(want); origin != null; origin = turns.next(want)) {
                start(origin);
            }
            boolean silence = words.isEmpty() && !absence.suspected();
            if (turns.idle()) {
                if (silence && standBy.waits()) {
                    stepIn();
                    continue;
                }
                return null;
            }
            Report report = inbox.next(silence ? standBy.due(turns.due(want)) : turns.due(want));
            if (report == null && silence && standBy.isDue()) {
                stepIn();
                continue;
            }
            if (report == null) {
                if (turns.over(want) && !replaced()) {
                    turns.asked().forEach(o -> absence.out(o, "no answer in time"));
                    return null;
                }
                continue;
            }
            turns.ended(report.origin());
            if (report.outcome() instanceof Outcome.NotModified) {
                return new Finding.Unchanged(report.origin().name(), mishaps.spared(report.origin()));
            }
            hear(report);
        }
        return null;
    }

    /**
     * As many at once as are still needed; everybody, once one says that there is no such thing. Who is in doubt may give
     * the only voice, but is not worth waiting for as a second one.
     */
    private Demand want() {
        boolean silent = !current;
        return silent && absence.suspected() ? Demand.ALL : Demand.some(wanted - domains.size(), silent);
    }

    /** Every chosen upstream has failed, or has said nothing for too long: the reserve gives witnesses as well. */
    private void stepIn() {
        Origin first = turns.join(standBy.stepIn());
        recipe = recipe.of(recipe.origins().withReserve());
        absence.widen(recipe.origins());
        rejections.widen(recipe.origins());
        wanted = Math.min(2, recipe.origins().domains());
        if (first != null) {
            start(first);
        }
    }

    /** Asks another in place of those that are late; false where there is none. */
    private boolean replaced() {
        Origin origin = turns.replacement();
        if (origin != null) {
            start(origin);
        }
        return origin != null;
    }

    private void start(Origin origin) {
        Cancellation cancellation = new Cancellation();
        running.add(cancellation);
        mishaps.asked(origin);
        Ask ask = new Ask(recipe.path(), traffic, 0, etag, caller.via(), caller.storeOnly(), cancellation);
        Thread.ofVirtual()
                .name("witness " + origin.name())
                .start(new Voice(origin, ask, recipe.agreement().largest(), events, inbox::add));
    }

    private void hear(Report report) {
        Origin origin = report.origin();
        switch (report.outcome()) {
            case Outcome.Found found -> word(report, found);
            case Outcome.Missing missing -> {
                absence.missing(origin, missing);
                rejections.missing(origin, missing);
                turns.missing();
            }
            case Outcome.Throttled throttled -> {
                absence.throttled(origin, throttled.said(), throttled.retryAfter());
                mishaps.failed(origin);
            }
            case Outcome.Unavailable unavailable -> {
                absence.failed(origin, unavailable, health.out(origin, traffic));
                rejections.failed(origin, unavailable);
                mishaps.failed(origin);
                if (!unavailable.hung() || unavailable.out()) {
                    turns.again(origin, TRIES);
                }
            }
            case Outcome.Denied denied -> {
                absence.denied(origin, denied.said());
                mishaps.failed(origin);
            }
            case Outcome.NotModified n -> {}
            case Outcome.Abandoned a -> {}
        }
    }

    private void word(Report report, Outcome.Found found) {
        Origin origin = report.origin();
        String excess = recipe.agreement().excess(report.bytes());
        if (!excess.isEmpty()) {
            absence.trouble(origin, excess);
            mishaps.failed(origin);
            return;
        }
        String fault = recipe.agreement().malformed(report.bytes());
        if (!fault.isEmpty()) {
            malformed(report, fault);
            return;
        }
        boolean unmistakable = recipe.agreement().unmistakable(report.bytes());
        if (!unmistakable && report.head().page()) {
            absence.trouble(origin, "200, a web page in place of the thing");
            mishaps.failed(origin);
            return;
        }
        if (unmistakable) {
            health.spoke(origin, traffic);
        }
        firstHead = firstHead == null ? found.head() : firstHead;
        words.add(new Statement(origin.name(), origin.domain(), report.bytes()));
        heard.add(origin);
        turns.heard(origin, LATE);
        if (found.head().stale()) {
            // A peer that is in the dark tells what was; whoever knows what is may still be asked.
            return;
        }
        current = true;
        domains.add(origin.domain());
    }

    private void malformed(Report report, String fault) {
        Origin origin = report.origin();
        mishaps.rejected(origin);
        if (report.head().page() || WebPage.begins(report.bytes())) {
            absence.trouble(origin, "sent a web page in place of it: " + fault);
            return;
        }
        absence.trouble(origin, "sent what is wrong: " + fault);
        rejections.add(
                origin, new Verdict.Rejected(fault, fault, recipe.agreement().signed()));
        if (recipe.origins().all().size() == 1) {
            turns.first(origin, TRIES);
        }
    }

    /** Whoever of those heard was asked first would have been enough for somebody who asks one alone. */
    private RescuedBy spared(Merged merged) {
        turns.silent().forEach(mishaps::failed);
        RescuedBy spared = heard.stream()
                .map(mishaps::spared)
                .min(Comparator.naturalOrder())
                .orElse(RescuedBy.NOTHING);
        boolean set = merged.confirmed()
                && !(merged.disagreement().isEmpty() && merged.wrong().isEmpty());
        return set ? spared.or(RescuedBy.WITNESS) : spared;
    }

    /** Who is contradicted by others is at fault; who was heard alone may be right against all that was heard before. */
    private void blame(Merged merged) {
        List<Origin> right = heard.stream()
                .filter(origin -> !merged.wrong().contains(origin.name()))
                .toList();
        if (right.isEmpty()) {
            return;
        }
        for (Origin origin : heard) {
            if (merged.wrong().contains(origin.name())) {
                rejections.blame(origin, merged.disagreement());
            }
        }
        if (merged.confirmed()) {
            rejections.settle(right.getFirst());
        }
    }

    private Hearing told(Merged merged) {
        if (!merged.disagreement().isEmpty()) {
            events.publish(new Event.Disagreed(key.toString(), merged.disagreement()));
        }
        blame(merged);
        String from = words.stream()
                .map(Statement::origin)
                .reduce((a, b) -> a + "," + b)
                .orElse("-");
        String by = !current ? "a peer in the dark" : domains.size() == 1 ? "1 witness" : domains.size() + " witnesses";
        String kept = etags && current && firstHead != null ? firstHead.etag() : null;
        boolean confirmed = merged.confirmed() && current;
        return new Hearing(
                new Finding.Landed(from, by, confirmed, kept, spared(merged), !current, true), merged.bytes());
    }
}
