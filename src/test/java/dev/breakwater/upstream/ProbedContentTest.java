package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Events;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A probe repeats what was requested, and costs no more. */
class ProbedContentTest {
    private static final Map<String, String> HEADERS = Map.of("Accept", "a/b");

    private final List<Ask> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_000_000));

    private final Origin origin = new Origin() {
        @Override
        public String name() {
            return "mirror";
        }

        @Override
        public String domain() {
            return "domain";
        }

        @Override
        public Outcome get(Ask ask, Sink sink) throws IOException {
            asked.add(ask);
            Head head = new Head(0, 7, null);
            sink.begin(head);
            return new Outcome.Found(head, "200");
        }
    };

    private static final Sink NOTHING = new Sink() {
        @Override
        public boolean begin(Head head) {
            return true;
        }

        @Override
        public void write(ByteBuffer bytes) {}
    };

    private static Ask ask(String path) {
        return new Ask(path, Traffic.METADATA, 0, null, List.of(), false, new Cancellation()).with(HEADERS);
    }

    @Test
    void a_head_is_probed_by_a_head_even_if_wholes_were_requested_later() throws Exception {
        InstantSource clock = now::get;
        Events events = _ -> {};
        Health health = new Health(events, clock);
        Origin watched = new MonitoredOrigin(origin, 4, health, events, clock);
        watched.get(ask("tag").head(Set.of()), NOTHING);
        watched.get(ask("manifest"), NOTHING);
        try (Probes probes = new Probes(health, events, clock, () -> false)) {
            Tiers tiers = new Tiers("r", Selection.PRIORITY, List.of(List.of(watched)));
            probes.watch(List.of(new Probes.WatchedTiers(tiers, null, Set.of())));
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                now.updateAndGet(time -> time.plusSeconds(asked.size() == 2 ? 10 : 0));
                return asked.size() > 2;
            });
        }
        Ask probe = asked.getLast();
        assertThat(probe.path()).isEqualTo("tag");
        assertThat(probe.headOnly()).isTrue();
        assertThat(probe.headers()).isEqualTo(HEADERS);
    }
}
