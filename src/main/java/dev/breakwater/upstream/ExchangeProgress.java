package dev.breakwater.upstream;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an exchange is: whether the head is here, how much of the body, and since when it has been silent. Written by the
 * exchange's thread and read by all others; each field is a fact of its own, so a reader errs by one step at most.
 */
abstract class ExchangeProgress {
    private final Instant began;
    private final Duration stall;
    private volatile @Nullable Instant head;
    private volatile @Nullable Instant waiting;
    private volatile long bytes;
    private volatile boolean slow;
    private volatile boolean told;
    private volatile boolean hung;

    /** Of an exchange whose body may be silent for {@code stall}. */
    ExchangeProgress(Instant began, Duration stall) {
        this.began = began;
        this.stall = stall;
    }

    /** Called if its body has become too slow, or fast enough again. */
    abstract void paceChanged();

    final Instant began() {
        return began;
    }

    /** When the head of the reply came; null if it has not. */
    final @Nullable Instant head() {
        return head;
    }

    final boolean hasHead() {
        return head != null;
    }

    /** Whether it has ever stalled or trickled. */
    final boolean hasHung() {
        return hung;
    }

    /** Records the head of the reply; now we wait for the body. */
    final void heard(Instant now) {
        head = now;
        waiting = now;
    }

    /** Records a part of the body, {@code soFar} bytes in all, after it is written, and whether it comes too slowly. */
    final void came(long soFar, boolean tooSlowly) {
        waiting = null;
        bytes = soFar;
        boolean before = slow;
        slow = tooSlowly;
        if (before != tooSlowly) {
            paceChanged();
        }
        told = told && tooSlowly;
        hung = hung || tooSlowly;
    }

    /** Records that we wait for more of the body. */
    final void waits(Instant now) {
        waiting = now;
    }

    /** Whether a body is under way that has stalled or trickles. */
    final boolean stalls(Instant now) {
        Instant since = waiting;
        return hasHead() && (slow || (since != null && since.plus(stall).isBefore(now)));
    }

    /** When it stalls if no more of its body arrives; null if it has stalled already, or no body is under way. */
    final @Nullable Instant stallsAt(Instant now) {
        Instant since = waiting;
        return !hasHead() || since == null || stalls(now) ? null : since.plus(stall);
    }

    /** Its stall, reported once each; null if there is none to report. */
    final @Nullable Stall silence(Instant now) {
        if (told || !stalls(now)) {
            return null;
        }
        told = true;
        hung = true;
        Instant since = waiting;
        return new Stall(slow || since == null ? silentSince(now) : since, bytes, "stalls in the middle of a body");
    }

    /** The latest time since which a body has brought too little. */
    final Instant silentSince(Instant now) {
        Instant since = now.minus(ThroughputMonitor.LONGEST);
        return since.isBefore(began) ? began : since;
    }
}
