package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Staged;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One attempt reports whatever happens. */
class AttemptTest {
    private static final Ask ASK =
            new Ask("m/@v/list", Traffic.METADATA, 0, null, List.of(), false, new Cancellation());

    private interface Exchange {
        Outcome with(Sink sink) throws IOException;
    }

    private record Scripted(String name, String domain, Exchange exchange) implements Origin {
        @Override
        public Outcome get(Ask ask, Sink sink) throws IOException {
            return exchange.with(sink);
        }
    }

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();
    private final List<Attempt.Report<BufferedBody>> reports = new ArrayList<>();

    private Attempt.Report<BufferedBody> report(Exchange exchange) {
        Origin origin = new Scripted("m0", "d0", exchange);
        new Attempt<>(origin, ASK, new BufferedBody(1 << 20, this::stage), events::add, reports::add).run();
        assertThat(reports).hasSize(1);
        return reports.getFirst();
    }

    private Staged stage() throws IOException {
        return FileStore.open(folder, Instant::now, events::add).stage();
    }

    @Test
    void what_was_said_is_reported_whole() throws IOException {
        Head head = new Head(0, 6, "e");
        Attempt.Report<BufferedBody> report = report(sink -> {
            sink.begin(head);
            sink.write(ByteBuffer.wrap("v1.".getBytes(StandardCharsets.UTF_8)));
            sink.write(ByteBuffer.wrap("0.0".getBytes(StandardCharsets.UTF_8)));
            return new Outcome.Found(head, "200");
        });
        assertThat(new String(report.receiver().bytes(100), StandardCharsets.UTF_8))
                .isEqualTo("v1.0.0");
        assertThat(report.receiver().head()).isEqualTo(head);
        assertThat(report.origin().name()).isEqualTo("m0");
        assertThat(events).isEmpty();
    }

    @Test
    void what_fails_inside_this_server_is_an_alarm_and_to_whoever_asks_a_mirror_that_failed() {
        IllegalStateException mistake = new IllegalStateException("ours");
        Attempt.Report<BufferedBody> report = report(sink -> {
            throw mistake;
        });
        assertThat(report.outcome()).isInstanceOf(Outcome.Unavailable.class);
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(Event.Alarm.class);
            assertThat(((Event.Alarm) event).cause()).isSameAs(mistake);
            assertThat(((Event.Alarm) event).what()).contains("m/@v/list", "failed inside this server");
        });
    }

    @Test
    void a_reply_that_is_larger_than_anything_of_the_kind_is_a_mirror_that_failed() {
        ByteBuffer some = ByteBuffer.allocate(1 << 20);
        Attempt.Report<BufferedBody> report = report(sink -> {
            sink.write(some.clear());
            sink.write(some.clear());
            return new Outcome.Found(new Head(0, -1, null), "200");
        });
        assertThat(report.asFailure())
                .isEqualTo(new Outcome.Unavailable("it has more than 1048576 bytes, the limit for its kind"));
        assertThat(events).isEmpty();
    }
}
