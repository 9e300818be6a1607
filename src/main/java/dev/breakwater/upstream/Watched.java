package dev.breakwater.upstream;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** An origin each of whose exchanges counts: for its health, and as an event. */
public record Watched(Origin origin, Health health, Events events, InstantSource clock) implements Origin {
    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public String domain() {
        return origin.domain();
    }

    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        Counting counting = new Counting(sink);
        Instant began = clock.instant();
        Outcome outcome = origin.get(ask, counting);
        health.observe(origin, ask.traffic(), outcome);
        events.publish(new Event.Exchanged(
                name(),
                ask.traffic().name().toLowerCase(Locale.ROOT),
                ask.path(),
                outcome.label(),
                outcome.said(),
                counting.bytes,
                Duration.between(began, clock.instant())));
        return outcome;
    }

    private static final class Counting implements Sink {
        private final Sink sink;
        private long bytes;

        Counting(Sink sink) {
            this.sink = sink;
        }

        @Override
        public boolean begin(Head head) throws IOException {
            return sink.begin(head);
        }

        @Override
        public void write(ByteBuffer more) throws IOException {
            bytes += more.remaining();
            sink.write(more);
        }
    }
}
