package dev.breakwater.git;

import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done once for all concurrent callers. It belongs to none: if a caller gives up, the work continues. Failures are
 * remembered for a while, so that a crowd does not repeat what has just failed.
 */
final class SharedWork {
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(10);

    /** The work. */
    interface SharedTask {
        void run() throws GitException;
    }

    private static final class Running {
        private boolean done;
        private @Nullable GitException failure;

        synchronized void finish(@Nullable GitException how) {
            done = true;
            failure = how;
            notifyAll();
        }

        synchronized void wake() {
            notifyAll();
        }

        synchronized @Nullable GitException await(Cancellation cancellation) throws InterruptedException {
            while (!done && !cancellation.cancelled()) {
                wait();
            }
            return done ? failure : new GitException(GitFault.CANCELLED, "cancelled");
        }
    }

    private final String name;
    private final InstantSource clock;
    private @Nullable Running running;
    private @Nullable GitException failed;
    private Instant until = Instant.MIN;

    SharedWork(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    /** Forgets that it has failed. */
    synchronized void retry() {
        failed = null;
    }

    /** Does {@code work}, or waits for the work under way. */
    void join(SharedTask work, Cancellation cancellation) throws GitException {
        Running joined = enter(work);
        cancellation.onCancel(joined::wake);
        GitException failure;
        try {
            failure = joined.await(cancellation);
        } catch (InterruptedException e) {
            failure = new GitException(GitFault.CANCELLED, "cancelled", e);
        }
        if (failure != null) {
            throw again(failure);
        }
    }

    private synchronized Running enter(SharedTask work) throws GitException {
        if (running != null) {
            return running;
        }
        if (failed != null && clock.instant().isBefore(until)) {
            throw again(failed);
        }
        Running begun = new Running();
        running = begun;
        Thread.ofVirtual().name(name).start(() -> run(work, begun));
        return begun;
    }

    private void run(SharedTask work, Running begun) {
        GitException failure = null;
        try {
            work.run();
        } catch (GitException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new GitException(GitFault.BROKEN, "internal error: " + e, e);
        }
        synchronized (this) {
            running = null;
            failed = failure;
            until = failure == null ? Instant.MIN : clock.instant().plus(pause(failure.fault()));
        }
        begun.finish(failure);
    }

    private static Duration pause(GitFault fault) {
        return switch (fault) {
            case ABSENT, DENIED, UNREACHABLE, BROKEN -> MOMENT;
            case REFUSED -> LONG;
            case CANCELLED -> Duration.ZERO;
        };
    }

    /** A copy for each caller: an exception belongs to the thread that throws it. */
    private static GitException again(GitException failure) {
        return new GitException(failure.fault(), String.valueOf(failure.getMessage()), failure);
    }
}
