package dev.breakwater.fetch;

import dev.breakwater.event.CheckResult;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.AttemptScheduler.Demand;
import dev.breakwater.fetch.Leg.Report;
import dev.breakwater.upstream.Ask;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the origins of one content, by the chain law: the first whose content verifies wins. What breaks off on
 * one origin goes on from the next; what is wrong is dropped like what is dead. Origins are asked one after another, as
 * {@link AttemptScheduler} has it; where several are asked, whoever begins first sends, and is raced by others once it falls silent. Once
 * an origin says that the thing does not exist, all the others are asked at once, and have a moment to contradict.
 */
final class Walk {
    private static final int TRIES = 3;

    /** So many bytes more make it worth asking all again: one that always breaks off half-way through the rest brings ever less. */
    private static final long PROGRESS = 16 * 1024;

    /** A third time, origins in error are asked only while the walk is younger than this, or once a part of the body is here. */
    private static final Duration PERSISTENCE = Duration.ofSeconds(5);

    /** Whoever is silent for so long in a body may have lost its connection, and is asked for the rest on another. */
    private static final Duration LOST = Duration.ofSeconds(5);

    /** Whoever has sent steadily for so long needs no rivals any more. */
    private static final Duration STEADY = Duration.ofSeconds(5);

    private final Resource resource;
    private Recipe.One recipe;
    private final Caller caller;
    private final ContentAssembler spool;
    private final Health health;
    private final Events events;
    private final InstantSource clock;
    private final AbsenceDecision absence;
    private final AttemptScheduler turns;
    private final ReserveUpstreams standBy;
    private final Rejections rejections;
    private final FailureTracker mishaps = new FailureTracker();
    /** Whether what some content is verified by turned out to be a lie. */
    private boolean lied;

    private final Instant began;

    private final CompletionQueue<Report> inbox;
    private final List<Leg> running = new ArrayList<>();
    private final Map<String, String> prints = new HashMap<>();
    private Instant stalled;
    private @Nullable Instant silent;
    private long progress;
    private int contradictions;
    private boolean sent;
    private boolean anew;
    /** Those that failed at the whole since all were asked for it, or fell silent for good: not asked for it once more. */
    private final Set<Origin> failedAnew = new HashSet<>();

    Walk(
            Resource resource,
            Recipe.One recipe,
            Selector.Order order,
            Caller caller,
            ContentAssembler spool,
            Engine.Parts parts) {
        this.resource = resource;
        this.recipe = recipe;
        this.caller = caller;
        this.spool = spool;
        this.health = parts.health();
        this.events = parts.events();
        this.clock = parts.steady();
        this.absence = new AbsenceDecision(recipe.origins(), resource.kind().traffic(), false);
        this.rejections = new Rejections(resource.key(), resource.kind().traffic(), recipe.origins(), health, events);
        this.turns = new AttemptScheduler(order, resource.kind().traffic(), false, AttemptScheduler.Means.of(parts));
        this.standBy = new ReserveUpstreams(recipe.origins(), resource.kind().traffic(), parts);
        this.began = clock.instant();
        this.stalled = began;
        this.inbox = new CompletionQueue<>(clock);
    }

    /** Walks until there is something to say. */
    Finding run() throws InterruptedException {
        try {
            return walk();
        } catch (IOException e) {
            events.publish(new Event.Alarm(
                    "store", "cannot keep what arrives for " + resource.key() + ": " + e.getMessage(), e));
            return absence.failed("it cannot be stored here: " + e.getMessage());
        } finally {
            running.forEach(leg -> leg.cancellation().cancel());
        }
    }

    private Finding walk() throws InterruptedException, IOException {
        while (true) {
            Demand want = want();
            for (Origin origin = turns.next(want); origin != null; origin = turns.next(want)) {
                start(origin);
            }
            secondLead();
            if (running.isEmpty() && !startAnew()) {
                Finding finding = absence.conclude(seen());
                if (finding instanceof Finding.Failed && standBy.waits()) {
                    stepIn();
                    continue;
                }
                return concluded(finding);
            }
            boolean silence = spool.lead() == null && spool.arrived() == 0 && !absence.suspected();
            Report report = inbox.next(due(want, silence));
            if (report != null) {
                running.remove(report.leg());
                Origin over = report.leg().origin();
                if (running.stream().noneMatch(leg -> leg.origin().equals(over))) {
                    turns.ended(over);
                }
                Finding finding = hear(report);
                if (finding != null) {
                    return finding;
                }
            } else if (silence && standBy.isDue()) {
                stepIn();
            } else if (!spool.claimed() && turns.over(want())) {
                turns.asked().forEach(origin -> absence.out(origin, "no answer in time"));
                Finding finding = absence.conclude(seen());
                if (!(finding instanceof Finding.Failed) || !standBy.waits()) {
                    return concluded(finding);
                }
                stepIn();
            }
        }
    }

    /** Until when there is nothing to decide: while one sends, those that are late with an absence decide nothing. */
    private @Nullable Instant due(Demand want, boolean silence) {
        Instant due = turns.due(want);
        if (spool.claimed() && due != null && !clock.instant().isBefore(due)) {
            return null;
        }
        return silence ? standBy.due(due) : due;
    }

    /** Every chosen upstream has failed, or has said nothing for too long: the reserve is asked as well. */
    private void stepIn() {
        Origin first = turns.join(standBy.stepIn());
        recipe = recipe.of(recipe.origins().withReserve());
        absence.widen(recipe.origins());
        rejections.widen(recipe.origins());
        if (first != null) {
            start(first);
        }
    }

    /** What it comes to where no upstream sent what is right; {@code otherwise} where the thing is not shown to be broken. */
    private Finding concluded(Finding otherwise) {
        Finding.Unusable unusable = rejections.unsettled(absence.said());
        if (unusable != null) {
            return unusable;
        }
        return otherwise instanceof Finding.Failed failed && (lied || contradictions > 0 || rejections.any())
                ? failed.wrongly()
                : otherwise;
    }

    /**
     * Nobody besides who sends, but where that one has fallen silent: then others race it, and it is waited for until one of
     * them has more, however long that takes.
     */
    private Demand want() {
        Leg lead = spool.lead();
        if (lead == null) {
            return absence.suspected() ? Demand.ALL : Demand.some(1, true);
        }
        Instant now = clock.instant();
        boolean stalls = health.stalls(lead.origin(), lead.ask());
        spool.contest(stalls);
        stalled = stalls ? now : stalled;
        silent = !stalls ? null : silent == null ? now : silent;
        if (!stalls && now.isAfter(stalled.plus(STEADY))) {
            running.stream()
                    .filter(leg -> !leg.equals(lead))
                    .forEach(leg -> leg.cancellation().cancel());
        }
        return stalls ? Demand.some(1, true) : Demand.NONE;
    }

    /**
     * A connection that has died without a word looks like an origin that is slow. Where no other origin is left to go on from
     * there, the same one is asked for the rest, once for what has come since, and the first exchange goes on meanwhile.
     */
    private void secondLead() {
        Leg lead = spool.lead();
        Instant since = silent;
        if (lead != null
                && since != null
                && running.size() == 1
                && spool.arrived() > progress
                && !clock.instant().isBefore(since.plus(LOST))
                && lead.second()) {
            progress = spool.arrived();
            start(lead.origin());
        }
    }

    /** Whether anybody has sent at least something for it, right or wrong: then nobody's word makes it inexistent. */
    private boolean seen() {
        return sent || spool.arrived() > 0;
    }

    /**
     * Where a part has arrived that nobody can go on with, everybody is asked for the whole; and again those who were not
     * heard then, since somebody else wrote who has failed.
     */
    private boolean startAnew() throws IOException {
        List<Origin> unheard = recipe.origins().all().stream()
                .filter(origin -> !failedAnew.contains(origin) && !health.drained(origin.name()))
                .toList();
        if (unheard.isEmpty() || spool.arrived() == 0 || !spool.restart()) {
            return false;
        }
        standBy.heard();
        anew = true;
        sent = true;
        progress = 0;
        turns.anew(unheard);
        turns.asked().forEach(this::start);
        return true;
    }

    private void start(Origin origin) {
        Traffic traffic = resource.kind().traffic();
        Ask ask = new Ask(
                recipe.path(), traffic, spool.resumeAt(), null, caller.via(), caller.storeOnly(), new Cancellation());
        Leg leg = new Leg(origin, ask, spool, events, inbox::add);
        running.add(leg);
        mishaps.asked(origin);
        Thread.ofVirtual().name("leg " + origin.name()).start(leg);
    }

    private @Nullable Finding hear(Report report) throws InterruptedException, IOException {
        Origin origin = report.leg().origin();
        if (anew && report.leg().ask().from() == 0 && !(report.outcome() instanceof Outcome.Abandoned)) {
            failedAnew.add(origin);
        }
        if (report.broken() != null) {
            throw report.broken();
        }
        if (report.differs()) {
            return differs(origin, report.outcome());
        }
        if (report.tooLarge() != null) {
            return tooLarge(report.leg(), report.tooLarge());
        }
        return switch (report.outcome()) {
            case Outcome.Found found -> {
                if (spool.holds(report.leg())) {
                    yield judge(report.leg(), found);
                }
                // What it has sent was given up meanwhile, together with what was wrong.
                turns.later(origin);
                yield null;
            }
            case Outcome.NotModified unasked -> {
                // No walk sends a condition: there is nothing that could be as it was.
                absence.trouble(origin, unasked.said());
                mishaps.failed(origin);
                yield null;
            }
            case Outcome.Missing missing -> {
                absence.missing(origin, missing);
                rejections.missing(origin, missing);
                turns.missing();
                yield null;
            }
            case Outcome.Throttled throttled -> {
                absence.throttled(origin, throttled.said(), throttled.retryAfter());
                mishaps.failed(origin);
                yield null;
            }
            case Outcome.Denied denied -> {
                absence.denied(origin, denied.said());
                mishaps.failed(origin);
                yield null;
            }
            case Outcome.Unavailable unavailable -> {
                absence.failed(
                        origin, unavailable, health.out(origin, resource.kind().traffic()));
                rejections.failed(origin, unavailable);
                mishaps.failed(origin);
                if (worthwhile(unavailable)) {
                    again(origin);
                } else {
                    failedAnew.add(origin);
                }
                yield null;
            }
            case Outcome.Abandoned abandoned -> {
                // It found another leg writing: worth asking should that one fail.
                turns.later(origin);
                yield null;
            }
        };
    }

    /** Whoever has been waited for as long as anybody is not asked again, but for the rest of what it has brought since. */
    private boolean worthwhile(Outcome.Unavailable unavailable) {
        boolean waited = unavailable.hung() && !unavailable.out();
        return !waited || (running.isEmpty() && spool.arrived() > progress);
    }

    /**
     * Puts an origin that failed at the end of the line, where that makes sense. What has begun to arrive is not given up
     * because everybody is slow at the moment: as long as somebody brings more of it, all may be asked again.
     */
    private void again(Origin origin) {
        if (progress == 0 ? spool.arrived() > 0 : spool.arrived() >= progress + PROGRESS) {
            progress = spool.arrived();
            turns.progress();
        }
        turns.again(origin, young() || progress > 0 ? TRIES : 2);
    }

    private boolean young() {
        return clock.instant().isBefore(began.plus(PERSISTENCE));
    }

    /** A continuation does not fit what was there before: one of the two is wrong, so it is all fetched anew. */
    private @Nullable Finding differs(Origin origin, Outcome outcome) throws IOException {
        absence.trouble(origin, outcome.said());
        mishaps.failed(origin);
        events.publish(new Event.Disagreed(resource.key().toString(), origin.name() + " " + outcome.said()));
        Leg lead = spool.lead();
        if (lead != null && !health.stalls(lead.origin(), lead.ask())) {
            // It raced another, which goes on again.
            return null;
        }
        if (++contradictions > TRIES || !spool.restart()) {
            return lead == null ? absence.failed("the upstreams hold different files of it") : null;
        }
        standBy.heard();
        sent = true;
        progress = 0;
        turns.first(origin, TRIES);
        return null;
    }

    private @Nullable Finding judge(Leg leg, Outcome.Found found) throws InterruptedException, IOException {
        Origin origin = leg.origin();
        Verdict verdict = spool.verdict();
        return switch (verdict) {
            case Verdict.Verified(String by) -> {
                events.publish(
                        new Event.ContentChecked(resource.key().toString(), origin.name(), CheckResult.VERIFIED, by));
                rejections.settle(origin);
                health.vouched(origin);
                health.spoke(origin, resource.kind().traffic());
                yield landed(leg, found, by, true);
            }
            case Verdict.Rejected rejected when !spool.isWordOf(leg) -> mixed(origin, "wrong: " + rejected.why());
            case Verdict.Rejected rejected -> rejected(origin, found.head().page(), rejected);
            case Verdict.Unverifiable unverifiable -> {
                events.publish(new Event.ContentChecked(
                        resource.key().toString(), origin.name(), CheckResult.UNVERIFIABLE, unverifiable.why()));
                yield unverifiable(leg, found, unverifiable);
            }
        };
    }

    /** Wrong, whatever it is; if none of it has arrived, what another sends meanwhile is not touched. */
    private @Nullable Finding tooLarge(Leg leg, String why) throws IOException {
        Verdict.Rejected wrong = new Verdict.Rejected(why, "too large", false);
        if (leg.position() > 0) {
            return rejected(leg.origin(), false, wrong);
        }
        mishaps.rejected(leg.origin());
        rejections.add(leg.origin(), wrong);
        absence.trouble(leg.origin(), "sends what is wrong: " + why);
        sent = true;
        return null;
    }

    /** A lone upstream is asked twice, unless that takes long: what breaks on the way comes right the second time. */
    private @Nullable Finding rejected(Origin origin, boolean page, Verdict.Rejected rejected) throws IOException {
        mishaps.rejected(origin);
        if (page || WebPage.begins(spool.beginning(WebPage.BEGINNING))) {
            return drop(origin, "sent a web page in place of it: " + rejected.why());
        }
        rejections.add(origin, rejected);
        if (recipe.origins().all().size() == 1 && young()) {
            turns.first(origin, 2);
        }
        return drop(origin, "sent what is wrong: " + rejected.why());
    }

    private @Nullable Finding drop(Origin origin, String what) throws IOException {
        absence.trouble(origin, what);
        sent = true;
        progress = 0;
        standBy.heard();
        return spool.restart() ? null : concluded(absence.failed("what was being sent turned out to be wrong"));
    }

    /**
     * What {@code origin} has ended, and another began, is not right: no telling whose fault that is, and it is no word of either.
     * So that it gives its own, it is asked for the whole.
     */
    private @Nullable Finding mixed(Origin origin, String what) throws IOException {
        Finding finding = drop(origin, "went on with what another began, and the whole is " + what);
        if (finding == null && ++contradictions <= TRIES) {
            turns.first(origin, Integer.MAX_VALUE);
        }
        return finding;
    }

    private @Nullable Finding unverifiable(Leg leg, Outcome.Found found, Verdict.Unverifiable verdict)
            throws IOException {
        Origin origin = leg.origin();
        String why = verdict.why();
        Policy.Unverified policy = resource.policy().unverified();
        lied |= verdict.lied();
        if (verdict.lied() && policy != Policy.Unverified.DROP) {
            events.publish(new Event.Unconfirmed(resource.key().toString(), false, why));
            return absence.failed("it cannot be verified: " + why).wrongly();
        }
        if (policy == Policy.Unverified.AGREE && recipe.origins().domains() > 1 && !spool.isWordOf(leg)) {
            return mixed(origin, "not to be verified: " + why);
        }
        boolean agreed = prints.entrySet().stream()
                .anyMatch(
                        e -> !e.getKey().equals(origin.domain()) && e.getValue().equals(verdict.print()));
        prints.put(origin.domain(), verdict.print());
        return switch (policy) {
            case SERVE -> landed(leg, found, "nobody: " + why, false);
            case AGREE -> {
                if (agreed) {
                    yield landed(leg, found, "2 upstreams agree: " + why, false);
                }
                yield recipe.origins().domains() == 1
                        ? passedOn(leg, found, why)
                        : drop(origin, "cannot be verified: " + why);
            }
            case DROP -> drop(origin, "cannot be verified: " + why);
            case REFUSE -> absence.failed("it cannot be verified: " + why);
        };
    }

    /** Content that one upstream alone vouches for: the client may check it, and it is not kept for others. */
    private Finding passedOn(Leg leg, Outcome.Found found, String why) {
        events.publish(new Event.Unconfirmed(resource.key().toString(), true, why));
        RescuedBy spared = mishaps.spared(leg.origin()).or(leg.continues() ? RescuedBy.RESUME : RescuedBy.NOTHING);
        return new Finding.Landed(leg.origin().name(), "1 upstream alone: " + why, false, null, spared, false, false);
    }

    private Finding landed(Leg leg, Outcome.Found found, String by, boolean confirmed) {
        Origin origin = leg.origin();
        turns.silent().forEach(mishaps::failed);
        RescuedBy spared = mishaps.spared(origin).or(leg.continues() ? RescuedBy.RESUME : RescuedBy.NOTHING);
        return new Finding.Landed(origin.name(), by, confirmed, found.head().etag(), spared);
    }
}
