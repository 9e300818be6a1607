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
 * The evidence of one fetch, against the resource or against an origin, in three parts: whether the resource exists
 * ({@link AbsenceDecision}), which origin is at fault for wrong content ({@link Rejections}), and what rescued the answer
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

    /** Sets all origins that are asked by now. */
    void widen(Tiers all) {
        absence.widen(all);
        rejections.widen(all);
    }

    /** {@code origin} is asked, perhaps once more. */
    void asked(Origin origin) {
        failures.asked(origin);
    }

    /** {@code origin} did not send the content. Content, and exchanges that the server cancelled, are not evidence. */
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

    /** {@code origin} has not answered in time, and counts as out. */
    void late(Origin origin) {
        absence.out(origin, "no answer in time");
    }

    /** {@code origin} sent something that says nothing about the resource. */
    void trouble(Origin origin, String what) {
        absence.trouble(origin, what);
        failures.failed(origin);
    }

    /** {@code origin} sent a web page in place of the content. */
    void page(Origin origin, String why) {
        absence.trouble(origin, "sent a web page instead: " + why);
        failures.rejected(origin);
    }

    /** {@code origin} sent wrong content. */
    void wrong(Origin origin, Verdict.Rejected verdict) {
        absence.trouble(origin, "sent wrong content: " + verdict.why());
        failures.rejected(origin);
        rejections.add(origin, verdict);
    }

    /** {@code origin} sent unusable content, which proves nothing against it. */
    void useless(Origin origin, String what) {
        absence.trouble(origin, what);
    }

    /** The content of {@code right} was verified, so an origin that sent something else is at fault. */
    void settle(Origin right) {
        rejections.settle(right);
    }

    /** The content of {@code origin} is proven wrong. */
    void blame(Origin origin, String why) {
        rejections.blame(origin, why);
    }

    /** Whether an origin said "not found". */
    boolean absenceSuspected() {
        return absence.suspected();
    }

    /** Whether content was wrong. */
    boolean anyWrong() {
        return rejections.any();
    }

    /** The result without correct content; {@code seen} says that an origin sent at least a part of it. */
    FetchResult absence(boolean seen) {
        return absence.conclude(seen);
    }

    /** The result if the resource itself is broken, and so no origin is at fault; null if that is not proven. */
    FetchResult.@Nullable Unusable unusable() {
        return rejections.unsettled(absence.said());
    }

    /** A failure with its own reason. */
    FetchResult.Failed failed(String why) {
        return absence.failed(why);
    }

    /** What rescued the answer of {@code origin}, if {@code silent} have not answered. */
    RescuedBy spared(Origin origin, List<Origin> silent) {
        silent.forEach(failures::failed);
        return failures.spared(origin);
    }
}
