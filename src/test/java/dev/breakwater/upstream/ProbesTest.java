package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Events;
import dev.breakwater.web.Cancellation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ProbesTest {
    private static final Duration OFTEN = Duration.ofMillis(100);

    private final Health health = new Health(Events.NONE, InstantSource.system());
    private final AskedOrigin owner = new AskedOrigin("owner");
    private final AskedOrigin mirror = new AskedOrigin("mirror");
    private final AskedOrigin fresh = new AskedOrigin("fresh");

    /** Has everything, and remembers what it was asked for. */
    private record AskedOrigin(String name, List<String> paths) implements Origin {
        AskedOrigin(String name) {
            this(name, new CopyOnWriteArrayList<>());
        }

        @Override
        public String domain() {
            return name;
        }

        @Override
        public Outcome get(Ask ask, Sink sink) {
            paths.add(ask.path());
            return new Outcome.Found(new Head(0, 1, null), "200");
        }
    }

    private Origin monitored(Origin origin) {
        return new MonitoredOrigin(origin, 4, health, Events.NONE, InstantSource.system());
    }

    private static void deliver(Origin origin, String path) throws Exception {
        Sink ignored = new Sink() {
            @Override
            public boolean begin(Head head) {
                return true;
            }

            @Override
            public void write(ByteBuffer bytes) {
                bytes.position(bytes.limit());
            }
        };
        origin.get(new Ask(path, Traffic.METADATA, 0, null, List.of(), false, new Cancellation()), ignored);
    }

    @Test
    void what_an_owner_of_private_packages_delivered_is_asked_of_no_other_origin() throws Exception {
        List<Origin> all = List.of(monitored(owner), monitored(mirror), monitored(fresh));
        deliver(all.getFirst(), "@acme%2fsecret");
        deliver(all.get(1), "lodash");
        try (Probes probes = new Probes(health, Events.NONE, InstantSource.system(), () -> false)) {
            probes.watch(List.of(new Probes.WatchedTiers(
                    new Tiers("npm", Selection.PRIORITY, List.of(all)), OFTEN, Set.of("owner"))));
            await().untilAsserted(() -> {
                assertThat(fresh.paths()).contains("lodash");
                assertThat(owner.paths()).hasSizeGreaterThan(1);
            });
        }
        assertThat(owner.paths()).containsOnly("@acme%2fsecret");
        assertThat(mirror.paths()).containsOnly("lodash");
        assertThat(fresh.paths()).containsOnly("lodash");
    }
}
