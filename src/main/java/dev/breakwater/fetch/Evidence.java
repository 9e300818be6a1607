package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has come up in one fetch against the thing or against an origin, kept in three books: whether the thing exists
 * ({@link AbsenceDecision}), whose fault wrong content is ({@link Rejections}), and what the answer is spared
 * ({@link FailureTracker}). Used by one thread.
 */
final class Evidence {
    private final AbsenceDecision absence;
    private final Rejections rejections;
    private final FailureTracker failures = new FailureTracker();
    private final Health health;
    private final Traffic traffic;

    Evidence(AbsenceDecision absence, Rejections rejections, Health health, Traffic traffic) {
        this.absence = absence;
        this.rejections = rejections;
        this.health = health;
        this.traffic = traffic;
    }

    /** {@code all} are asked by now. */
    void widen(Tiers all) {
        absence.widen(all);
        rejections.widen(all);
    }

    /** {@code origin} is asked, perhaps once more. */
    void asked(Origin origin) {
        failures.asked(origin);
    }

    /** {@code origin} did not send the thing. Content, and what we gave up ourselves, are no evidence. */
    void record(Origin origin, Outcome outcome) {
        switch (outcome) {
            case Outcome.Missing missing -> {
                absence.missing(origin, missing);
                rejections.missing(origin, missing);
            }
            case Outcome.Throttled throttled -> {
                absence.throttled(origin, throttled.said(), throttled.retryAfter());
                failures.failed(origin);
            }
            case Outcome.Denied denied -> {
                absence.denied(origin, denied.said());
                failures.failed(origin);
            }
            case Outcome.Unavailable unavailable -> {
                absence.failed(origin, unavailable, health.out(origin, traffic));
                rejections.failed(origin, unavailable);
                failures.failed(origin);
            }
            case Outcome.Found _, Outcome.NotModified _, Outcome.Abandoned _ -> {}
        }
    }

    /** {@code origin} has not answered in time, and is taken for out. */
    void late(Origin origin) {
        absence.out(origin, "no answer in time");
    }

    /** {@code origin} sent something that says nothing of the thing. */
    void trouble(Origin origin, String what) {
        absence.trouble(origin, what);
        failures.failed(origin);
    }

    /** {@code origin} sent a web page in place of the thing. */
    void page(Origin origin, String why) {
        absence.trouble(origin, "sent a web page in place of it: " + why);
        failures.rejected(origin);
    }

    /** {@code origin} sent what is wrong. */
    void wrong(Origin origin, Verdict.Rejected verdict) {
        absence.trouble(origin, "sent what is wrong: " + verdict.why());
        failures.rejected(origin);
        rejections.add(origin, verdict);
    }

    /** What {@code origin} sent proves nothing against it, and is of no use. */
    void useless(Origin origin, String what) {
        absence.trouble(origin, what);
    }

    /** What {@code right} sent was found right, so that an origin that sent something else is at fault. */
    void settle(Origin right) {
        rejections.settle(right);
    }

    /** What {@code origin} sent is proven wrong. */
    void blame(Origin origin, String why) {
        rejections.blame(origin, why);
    }

    /** Whether an origin said that there is no such thing. */
    boolean absenceSuspected() {
        return absence.suspected();
    }

    /** Whether content was wrong. */
    boolean anyWrong() {
        return rejections.any();
    }

    /** What the absence of any right content comes to; {@code seen} says that an origin did send at least a part of it. */
    FetchResult absence(boolean seen) {
        return absence.conclude(seen);
    }

    /** The thing itself is broken; null if that is not shown. The end, with nothing found right: then no origin is at fault. */
    FetchResult.@Nullable Unusable unusable() {
        return rejections.unsettled(absence.said());
    }

    /** Failed in a way of its own. */
    FetchResult.Failed failed(String why) {
        return absence.failed(why);
    }

    /** What the answer of {@code origin} was spared, if {@code silent} have not answered. */
    RescuedBy spared(Origin origin, List<Origin> silent) {
        silent.forEach(failures::failed);
        return failures.spared(origin);
    }
}
