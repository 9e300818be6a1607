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
 * One exchange with one origin, on its own thread. It reports exactly once, at its end, whatever happens.
 *
 * @param <R> the receiver of the body
 */
final class Attempt<R extends Attempt.Receiver> implements Runnable {
    /** The receiver of one attempt's body. Called by the attempt's thread. */
    interface Receiver extends Sink {
        /** The whole body has arrived. */
        default void finish() throws IOException {}

        /** The attempt is over, finished or not. */
        default void release() {}
    }

    /**
     * The result of an attempt.
     *
     * @param refusal why the receiver refused the rest; null if it took everything
     */
    record Report<R extends Receiver>(
            Attempt<R> attempt, Outcome outcome, @Nullable IOException refusal) {
        Origin origin() {
            return attempt.origin;
        }

        R receiver() {
            return attempt.receiver;
        }

        /** The same, with the refused content as the origin's failure. */
        Outcome asFailure() {
            return refusal == null ? outcome : new Outcome.Unavailable(String.valueOf(refusal.getMessage()));
        }

        /** Whether it was cancelled, or was no longer needed. */
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

    /** Starts, on a new thread. */
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
            // This server's bug: the fetch continues with another origin, and the operator gets an alarm.
            events.publish(new Event.Alarm(
                    origin.name(), "the request for " + ask.path() + " failed inside this server: " + e, e));
            return new Report<>(this, new Outcome.Unavailable("internal error: " + e), null);
        }
    }
}
