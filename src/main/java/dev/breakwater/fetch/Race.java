package dev.breakwater.fetch;

import dev.breakwater.fetch.Attempt.Report;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The race of one resource's origins: asks them until a {@link Judge} has a result. The race knows how to ask: the order,
 * hedges, replacements, the reserve, time-outs, cancelling the losers. The judge rates the replies: {@link FirstVerified}
 * takes the first content that verifies (the chain law), {@link Quorum} requires several origins to agree (the witness law).
 *
 * <p><b>The loop.</b> Each step asks the origins that the {@link AttemptScheduler} names for what the judge demands, and then
 * waits for the next report, or until the scheduler has something to decide. A report goes to the judge, which returns a
 * result or null. If nothing is under way, or the attempts have used up their time, the judge concludes from what it has; a
 * reserve, if there is one, is asked before the race ends without success.
 *
 * <p><b>Threads.</b> The race, its judge, the scheduler, the reserve and the evidence belong to one thread, that of the
 * {@link FetchTask}, and have no locks. Each {@link Attempt} has its own virtual thread, and shares two things: its receiver,
 * and the {@link CompletionQueue}, which hands over its one report. Several receivers may write at once to the
 * {@link ContentAssembler}, which has a lock. So a judge may read a receiver once its report is there.
 *
 * <p><b>Time.</b> A late attempt is never ended for being late: it is hedged by another (which the budget pays) or
 * replaced (free), and cancelled when the race is over. An exchange ends by itself only after a long silence, see
 * {@code upstream.ResponseLimits}.
 *
 * <p>No step polls. The race waits until exactly the next time at which one of its parts may decide differently; a report
 * wakes it before, and so does {@link Health} if other fetches change it.
 *
 * <p><b>Why not simpler.</b> OkHttp's fast fallback is the same loop with a fixed delay and no second chance. Here a mirror
 * may fail in the middle of a body, send wrong bytes, deny what exists, or come back, so reports do not simply win or lose:
 * the judge may retry an origin. A pool with {@code invokeAny} would hide exactly these decisions.
 *
 * @param <R> the receiver of one attempt's body
 */
final class Race<R extends Attempt.Receiver> {
    /** Rates the replies. Called by the race's thread only. */
    interface Judge<R extends Attempt.Receiver> {
        /** The attempt to make with {@code origin}, which reports to {@code completions}. */
        Attempt<R> attempt(Origin origin, Consumer<Report<R>> completions);

        /** The current demand for attempts. Called at each step. */
        Demand demand();

        /** Whether {@code attempt}, which is under way, may still be useful; else it is cancelled. */
        default boolean wants(Attempt<R> attempt) {
            return true;
        }

        /** The origin to ask at once, whatever the scheduler says, while {@code running} attempts are under way. */
        default Collection<Origin> askAnyway(int running) throws IOException {
            return List.of();
        }

        /** The origin to ask in place of the late ones; if there is one, these get more time. */
        default Collection<Origin> replacements() {
            return List.of();
        }

        /** Whether a body is on its way: meanwhile late attempts don't matter. */
        default boolean receiving() {
            return false;
        }

        /** When its demand changes by time alone, beyond the scheduler's own times; null for never. */
        default @Nullable Instant due(Collection<Attempt<R>> running) {
            return null;
        }

        /** Whether no origin has answered: then after a while the reserve is used. */
        boolean silent();

        /** Whether the race would end without success if it ended now: then the reserve is asked first. */
        boolean fruitless();

        /** The result after a report; null to continue. */
        @Nullable
        FetchResult judge(Report<R> report) throws InterruptedException, IOException;

        /** The result without further reports; null to continue. */
        @Nullable
        FetchResult conclude() throws InterruptedException, IOException;
    }

    /** Receives the reports of requests behind the answer. Called by the race's thread only. */
    interface Listener<R extends Attempt.Receiver> {
        void hear(Report<R> report) throws IOException;
    }

    private final AttemptScheduler scheduler;
    private final ReserveUpstreams reserve;
    private final Evidence evidence;
    private final Health health;
    private final InstantSource clock;
    private final CompletionQueue<Report<R>> completions;
    private final List<Attempt<R>> running = new ArrayList<>();

    Race(AttemptScheduler scheduler, ReserveUpstreams reserve, Evidence evidence, Health health, InstantSource clock) {
        this.scheduler = scheduler;
        this.reserve = reserve;
        this.evidence = evidence;
        this.health = health;
        this.clock = clock;
        this.completions = new CompletionQueue<>(clock);
    }

    /** The scheduler of attempts. */
    AttemptScheduler scheduler() {
        return scheduler;
    }

    /** The origins, with or without the reserve. */
    ReserveUpstreams origins() {
        return reserve;
    }

    /** The evidence against the resource or an origin. */
    Evidence evidence() {
        return evidence;
    }

    InstantSource clock() {
        return clock;
    }

    /** Whether attempts are under way, apart from the one that just reported. */
    boolean isRunning() {
        return !running.isEmpty();
    }

    /** Asks until {@code judge} has a result. */
    FetchResult run(Judge<R> judge) throws InterruptedException, IOException {
        try (Health.Watch _ = health.onChange(completions::wake)) {
            FetchResult result = null;
            while (result == null) {
                Demand demand = judge.demand();
                cancelUnwanted(judge);
                askWanted(judge, demand);
                result = running.isEmpty() ? end(judge) : await(judge, demand);
            }
            return result;
        } finally {
            running.forEach(Attempt::cancel);
        }
    }

    private void cancelUnwanted(Judge<R> judge) {
        for (Attempt<R> attempt : running) {
            if (!judge.wants(attempt)) {
                attempt.cancel();
            }
        }
    }

    private void askWanted(Judge<R> judge, Demand demand) throws IOException {
        for (Origin origin = scheduler.next(demand); origin != null; origin = scheduler.next(demand)) {
            start(judge, origin);
        }
        judge.askAnyway(running.size()).forEach(origin -> start(judge, origin));
    }

    private void start(Judge<R> judge, Origin origin) {
        Attempt<R> attempt = judge.attempt(origin, completions::add);
        running.add(attempt);
        evidence.asked(origin);
        attempt.start();
    }

    /** Waits for one report, or for the time of the next decision. */
    private @Nullable FetchResult await(Judge<R> judge, Demand demand) throws InterruptedException, IOException {
        boolean silent = judge.silent();
        Report<R> report = completions.next(due(judge, demand, silent));
        if (report != null) {
            ended(report);
            return judge.judge(report);
        }
        if (silent && reserve.isDue()) {
            joinReserve(judge);
            return null;
        }
        return !judge.receiving() && scheduler.over(judge.demand()) ? overdue(judge) : null;
    }

    /** The time of the next decision unless an attempt reports before; null if only a report matters. */
    private @Nullable Instant due(Judge<R> judge, Demand demand, boolean silent) {
        Instant due = scheduler.due(demand);
        if (due != null && judge.receiving() && !clock.instant().isBefore(due)) {
            due = null;
        }
        Instant judges = judge.due(running);
        due = due == null || (judges != null && judges.isBefore(due)) ? judges : due;
        return silent ? reserve.due(due) : due;
    }

    private void ended(Report<R> report) {
        running.remove(report.attempt());
        Origin over = report.origin();
        if (running.stream().noneMatch(attempt -> attempt.origin().equals(over))) {
            scheduler.ended(over);
        }
    }

    /** The attempts under way have used up their time. */
    private @Nullable FetchResult overdue(Judge<R> judge) throws InterruptedException, IOException {
        Collection<Origin> replacements = judge.replacements();
        if (!replacements.isEmpty()) {
            replacements.forEach(origin -> start(judge, origin));
            return null;
        }
        scheduler.asked().forEach(evidence::late);
        return end(judge);
    }

    private @Nullable FetchResult end(Judge<R> judge) throws InterruptedException, IOException {
        if (reserve.waits() && judge.fruitless()) {
            joinReserve(judge);
            return null;
        }
        return judge.conclude();
    }

    /** Adds the reserve, as every configured upstream has failed or was silent for too long. */
    private void joinReserve(Judge<R> judge) {
        Origin first = scheduler.join(reserve.join());
        evidence.widen(reserve.tiers());
        if (first != null) {
            start(judge, first);
        }
    }

    /** Asks all of {@code origins} at once, and passes the first report of each before {@code until} to {@code listener}. */
    void askAll(Collection<Origin> origins, Instant until, Judge<R> judge, Listener<R> listener)
            throws InterruptedException, IOException {
        try {
            origins.forEach(origin -> start(judge, origin));
            Set<Origin> pending = new HashSet<>(origins);
            while (!pending.isEmpty() && clock.instant().isBefore(until)) {
                Report<R> report = completions.next(until);
                // One that was cancelled when the race ended may report beside these.
                if (report != null && !report.abandoned() && pending.remove(report.origin())) {
                    listener.hear(report);
                }
            }
        } finally {
            running.forEach(Attempt::cancel);
        }
    }
}
