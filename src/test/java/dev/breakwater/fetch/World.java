package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.ExtraReason;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.MonitoredOrigin;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What a fetch decides by, on a clock that goes when it is told to. */
final class World implements InstantSource {
    private static final Head HEAD = new Head(0, 0, null);

    private static final Sink NOWHERE = new Sink() {
        @Override
        public boolean begin(Head head) {
            return true;
        }

        @Override
        public void write(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }
    };

    private final List<Event> events = new ArrayList<>();
    private final Health health = new Health(events::add, this);
    private final Budget hedges = new Budget(0, 2, this);
    private final Budget retries = new Budget(0, 2, this);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    World pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    World pass(long millis) {
        return pass(Duration.ofMillis(millis));
    }

    ExtraRequests extras() {
        return new ExtraRequests(hedges, retries, events::add);
    }

    /** With another budget for retries. */
    ExtraRequests extras(Budget others) {
        return new ExtraRequests(hedges, others, events::add);
    }

    Health health() {
        return health;
    }

    /** {@code origin} has answered twenty times, each after {@code millis}. */
    void answered(Origin origin, long millis) {
        for (int i = 0; i < 20; i++) {
            exchange(origin, millis, new Outcome.Found(HEAD, "200"));
        }
    }

    /** {@code origin} has fallen silent in the middle of something a moment ago. */
    void doubt(Origin origin) {
        exchange(origin, 0, new Outcome.Unavailable("silent for too long", true));
    }

    /** {@code origin} has failed so often by now that its breaker is open. */
    void open(Origin origin) {
        for (int i = 0; i < 5; i++) {
            exchange(origin, 0, new Outcome.Unavailable("500"));
        }
    }

    private void exchange(Origin origin, long millis, Outcome outcome) {
        Origin scripted = new Origin() {
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
                pass(millis);
                sink.begin(HEAD);
                return outcome;
            }
        };
        try {
            new MonitoredOrigin(scripted, 1, health, events::add, this)
                    .get(new Ask("x", Traffic.METADATA, 0, null, List.of(), false, new Cancellation()), NOWHERE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void spendHedges() {
        exhaust(hedges);
    }

    void spendRetries() {
        exhaust(retries);
    }

    private static void exhaust(Budget budget) {
        for (boolean more = true; more; ) {
            more = budget.spend();
        }
    }

    /** What was asked of a budget, and whether it was granted. */
    List<Boolean> extras(ExtraReason why) {
        return events.stream()
                .filter(e -> e instanceof Event.Extra extra && extra.why() == why)
                .map(e -> ((Event.Extra) e).granted())
                .toList();
    }
}
