package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with one origin, on a thread of its own. It reports once, when it is over, whatever happens.
 *
 * @param <R> what takes the body
 */
final class Attempt<R extends Attempt.Receiver> implements Runnable {
    /** Takes the body of one attempt. Called by the attempt's thread. */
    interface Receiver extends Sink {
        /** The whole body has come. */
        default void finish() throws IOException {}

        /** Nothing comes any more, whether it was finished or not. */
        default void release() {}
    }

    /**
     * How it ended.
     *
     * @param refusal why the receiver took no more; null if it took everything that came
     */
    record Report<R extends Receiver>(
            Attempt<R> attempt, Outcome outcome, @Nullable IOException refusal) {
        Origin origin() {
            return attempt.origin;
        }

        R receiver() {
            return attempt.receiver;
        }

        /** The same with content that was refused as the origin's failure. */
        Outcome asFailure() {
            return refusal == null ? outcome : new Outcome.Unavailable(String.valueOf(refusal.getMessage()));
        }

        /** Whether it was cancelled, or not wanted any more. */
        boolean abandoned() {
            return refusal == null && outcome instanceof Outcome.Abandoned;
        }
    }

    private final Origin origin;
    private final Ask ask;
    private final R receiver;
    private final Events events;
    private final Consumer<Report<R>> completions;

    Attempt(Origin origin, Ask ask, R receiver, Events events, Consumer<Report<R>> completions) {
        this.origin = origin;
        this.ask = ask;
        this.receiver = receiver;
        this.events = events;
        this.completions = completions;
    }

    Origin origin() {
        return origin;
    }

    R receiver() {
        return receiver;
    }

    Ask ask() {
        return ask;
    }

    /** Ends the exchange; it still reports. */
    void cancel() {
        ask.cancellation().cancel();
    }

    /** Begins, on a new thread. */
    void start() {
        Thread.ofVirtual().name(origin.name()).start(this);
    }

    @Override
    public void run() {
        Report<R> report = exchange();
        receiver.release();
        completions.accept(report);
    }

    private Report<R> exchange() {
        try {
            Outcome outcome = origin.get(ask, receiver);
            if (outcome instanceof Outcome.Found) {
                receiver.finish();
            }
            return new Report<>(this, outcome, null);
        } catch (IOException e) {
            return new Report<>(this, new Outcome.Abandoned(String.valueOf(e.getMessage())), e);
        } catch (RuntimeException | Error e) {
            // Our own fault: the fetch goes on with another origin, and the operator is told.
            events.publish(new Event.Alarm(
                    origin.name(), "asking it for " + ask.path() + " failed inside this server: " + e, e));
            return new Report<>(this, new Outcome.Unavailable("failed inside: " + e), null);
        }
    }
}
