package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an exchange may take of us. */
class MonitoredOriginTest {
    private static final Head HEAD = new Head(0, 10_000_000, null);

    private final HandClock clock = new HandClock();
    private final Health health = new Health(e -> {}, clock);

    /** Does what it is told to. */
    private record Scripted(boolean demanding, Consumer<Sink> script) implements Origin {
        @Override
        public String name() {
            return "a";
        }

        @Override
        public String domain() {
            return "a";
        }

        @Override
        public ResponseLimits limits(Traffic traffic) {
            ResponseLimits usual = ResponseLimits.of(traffic);
            return new ResponseLimits(usual.firstByte(), usual.stall(), demanding);
        }

        @Override
        public Outcome get(Ask ask, Sink sink) throws IOException {
            sink.begin(HEAD);
            try {
                script.accept(sink);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            return new Outcome.Found(HEAD, "200");
        }
    }

    /** Takes {@code millis} for each write. */
    private Sink taking(long millis) {
        return new Sink() {
            @Override
            public boolean begin(Head head) {
                return true;
            }

            @Override
            public void write(ByteBuffer bytes) {
                bytes.position(bytes.limit());
                clock.pass(millis);
            }
        };
    }

    private static Ask ask() {
        return new Ask("x", Traffic.ARCHIVE, 0, null, List.of(), false, new Cancellation());
    }

    private Consumer<Sink> minutes(int kibibytes) {
        return sink -> {
            for (int second = 0; second < 70; second++) {
                clock.pass(1000);
                write(sink, kibibytes * 1024);
            }
        };
    }

    private static void write(Sink sink, int bytes) {
        try {
            sink.write(ByteBuffer.allocate(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0} KiB/s of a host that a stranger named {1}: found {2}")
    @CsvSource({"15, true, false", "17, true, true", "15, false, true"})
    void a_host_that_a_stranger_names_must_bring_16_kib_a_second(int pace, boolean named, boolean found)
            throws IOException {
        Origin origin = new MonitoredOrigin(new Scripted(named, minutes(pace)), 1, health, e -> {}, clock);
        assertThat(origin.get(ask(), taking(0)) instanceof Outcome.Found).isEqualTo(found);
    }

    @Test
    void the_time_that_our_own_side_takes_for_a_body_speaks_against_no_mirror() throws IOException {
        Consumer<Sink> quick = sink -> {
            for (int i = 0; i < 20; i++) {
                clock.pass(1);
                write(sink, 1024);
                assertThat(health.well(new StillOrigin("a"), Traffic.ARCHIVE))
                        .as("after %s KiB", i)
                        .isTrue();
            }
        };
        new MonitoredOrigin(new Scripted(true, quick), 1, health, e -> {}, clock).get(ask(), taking(5_000));
    }

    @Test
    void who_finds_no_room_in_a_share_is_refused_and_counts_for_nothing() throws IOException {
        SharedLimit share = new SharedLimit(2);
        List<Outcome> inner = new ArrayList<>();
        Origin third = new MonitoredOrigin(new Scripted(true, sink -> {}), share, 1, health, e -> {}, clock);
        Origin second = new MonitoredOrigin(
                new Scripted(true, sink -> inner.add(got(third))), share, 1, health, e -> {}, clock);
        Origin first = new MonitoredOrigin(
                new Scripted(true, sink -> inner.add(got(second))), share, 1, health, e -> {}, clock);
        assertThat(got(first)).isInstanceOf(Outcome.Found.class);
        assertThat(inner).hasSize(2);
        assertThat(inner.getFirst()).isInstanceOf(Outcome.Unavailable.class);
        assertThat(inner.getFirst().said()).contains("retry later");
        assertThat(inner.getLast()).isInstanceOf(Outcome.Found.class);
        assertThat(got(third)).as("once there is room").isInstanceOf(Outcome.Found.class);
    }

    private Outcome got(Origin origin) {
        try {
            return origin.get(ask(), taking(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
