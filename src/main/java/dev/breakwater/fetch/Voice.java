package dev.breakwater.fetch;

import dev.breakwater.event.Events;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** One exchange of a hearing, on a thread of its own. It reports once, when it is over. */
final class Voice implements Sink, Runnable {
    /** How it ended, and all that was said. */
    record Report(Origin origin, Outcome outcome, Head head, byte[] bytes) {}

    private final Origin origin;
    private final int largest;
    private final Ask ask;
    private final Events events;
    private final Consumer<Report> inbox;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Head head = new Head(0, -1, null);

    /** Hears at most {@code largest} bytes. */
    Voice(Origin origin, Ask ask, int largest, Events events, Consumer<Report> inbox) {
        this.origin = origin;
        this.largest = largest;
        this.ask = ask;
        this.events = events;
        this.inbox = inbox;
    }

    @Override
    public void run() {
        Outcome outcome;
        try {
            outcome = origin.get(ask, this);
        } catch (IOException e) {
            outcome = new Outcome.Unavailable(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            outcome = Leg.failedInside(origin, ask, e, events);
        }
        inbox.accept(new Report(origin, outcome, head, bytes.toByteArray()));
    }

    @Override
    public boolean begin(Head begun) throws IOException {
        bound(begun.total());
        head = begun;
        return true;
    }

    @Override
    public void write(ByteBuffer more) throws IOException {
        bound(bytes.size() + (long) more.remaining());
        byte[] some = new byte[more.remaining()];
        more.get(some);
        bytes.write(some);
    }

    private void bound(long size) throws IOException {
        if (size > largest) {
            throw new IOException("it has more than the " + largest + " bytes that are read of its kind");
        }
    }
}
