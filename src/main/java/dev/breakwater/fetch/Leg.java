package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One exchange of a walk, on a thread of its own. It reports once, when it is over. */
final class Leg implements Sink, Runnable {
    /**
     * How a leg ended.
     *
     * @param differs it sent other bytes than an earlier leg
     * @param tooLarge why what it sends is larger than anything right; null where it is not
     * @param broken what keeps our own side from taking the bytes; null where nothing does
     */
    record Report(
            Leg leg,
            Outcome outcome,
            boolean differs,
            @Nullable String tooLarge,
            @Nullable IOException broken) {
        Report(Leg leg, Outcome outcome, boolean differs, @Nullable IOException broken) {
            this(leg, outcome, differs, null, broken);
        }
    }

    private final Origin origin;
    private final Ask ask;
    private final ContentAssembler spool;
    private final Events events;
    private final Consumer<Report> inbox;
    private volatile long position;
    private int sinceYield;
    private boolean continues;
    private boolean whole;
    private volatile boolean ranges;
    private boolean seconded;

    Leg(Origin origin, Ask ask, ContentAssembler spool, Events events, Consumer<Report> inbox) {
        this.origin = origin;
        this.ask = ask;
        this.spool = spool;
        this.events = events;
        this.inbox = inbox;
    }

    Origin origin() {
        return origin;
    }

    Ask ask() {
        return ask;
    }

    /** Whether it went on with what another has begun. To be asked once it is over. */
    boolean continues() {
        return continues;
    }

    /** Whether it has sent all of it, what others had sent before included. To be asked once it is over. */
    boolean whole() {
        return whole;
    }

    Cancellation cancellation() {
        return ask.cancellation();
    }

    @Override
    public boolean begin(Head head) throws IOException {
        spool.bound(head.total());
        if (!spool.acquireWriter(this, head.from())) {
            return false;
        }
        position = head.from();
        whole = head.from() == 0;
        ranges = head.ranges();
        spool.expect(this, head.total());
        continues = spool.arrived() > 0;
        return true;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        long end = position + bytes.remaining();
        spool.bound(end);
        spool.accept(this, position, bytes);
        position = end;
    }

    /** Whether its origin is to be asked for the rest on another connection, as this one is silent; at most once. */
    boolean second() {
        boolean first = ranges && !seconded;
        seconded = true;
        return first;
    }

    /** How far it is. */
    long position() {
        return position;
    }

    /** Whether it has worked through {@code most} bytes since the last time, {@code more} of them now. */
    boolean yields(int more, int most) {
        sinceYield += more;
        if (sinceYield < most) {
            return false;
        }
        sinceYield = 0;
        return true;
    }

    /** What went wrong is our own fault: whoever asks gets its answer elsewhere, and the operator is told. */
    static Outcome failedInside(Origin origin, Ask ask, Throwable e, Events events) {
        events.publish(
                new Event.Alarm(origin.name(), "asking it for " + ask.path() + " failed inside this server: " + e, e));
        return new Outcome.Unavailable("failed inside: " + e);
    }

    @Override
    public void run() {
        Report report;
        try {
            Outcome outcome = origin.get(ask, this);
            if (outcome instanceof Outcome.Found) {
                spool.finish(this, position);
            }
            report = new Report(this, outcome, false, null);
        } catch (ContentAssembler.Unwanted e) {
            report = new Report(this, new Outcome.Abandoned(String.valueOf(e.getMessage())), false, null);
        } catch (ContentAssembler.TooLarge e) {
            report = new Report(this, new Outcome.Abandoned("too large"), false, e.getMessage(), null);
        } catch (ContentAssembler.Differs e) {
            report = new Report(this, new Outcome.Unavailable(String.valueOf(e.getMessage())), true, null);
        } catch (IOException e) {
            report = new Report(this, new Outcome.Abandoned("cannot be kept"), false, e);
        } catch (RuntimeException | Error e) {
            report = new Report(this, failedInside(origin, ask, e, events), false, null);
        }
        spool.releaseWriter(this);
        inbox.accept(report);
    }
}
