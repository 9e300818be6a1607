package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verified content that may change is asked for again under a condition. */
class RevalidationTest {
    @TempDir
    Path folder;

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    private Engine engine;

    /** Sends its content with an ETag, or says that it has not changed if it is asked so, or always. */
    private static final class Tagged implements Origin {
        private final String name;
        private final boolean always;
        private final List<@Nullable String> asked = new ArrayList<>();
        private String content = "one";

        Tagged(String name, boolean always) {
            this.name = name;
            this.always = always;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String domain() {
            return name;
        }

        @Override
        public synchronized Outcome get(Ask ask, Sink sink) throws IOException {
            asked.add(ask.etag());
            if (always || content.equals(ask.etag())) {
                return new Outcome.NotModified("304");
            }
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            Head head = new Head(0, bytes.length, content);
            sink.begin(head);
            sink.write(ByteBuffer.wrap(bytes));
            return new Outcome.Found(head, "200");
        }
    }

    @BeforeEach
    void start() throws IOException {
        InstantSource clock = () -> Instant.now().plus(passed.get());
        Health health = new Health(e -> {}, clock);
        Budget none = new Budget(0, 0, clock);
        engine = new Engine(
                new EntryStorage(FileStore.open(folder, clock, e -> {}), key -> {}, new Semaphore(9)),
                new UpstreamAccess(new Selector(health, clock, new Random(7)), health, none, none, () -> false),
                new Clocks(clock, clock),
                e -> {},
                new Engine.Room(9, Duration.ofSeconds(30)));
    }

    private Answer get(Freshness freshness, Origin... origins) throws InterruptedException {
        Resource resource = new Resource(
                new Key("go", "thing"),
                "m",
                new Kind("thing", Traffic.METADATA),
                freshness,
                "text/plain",
                new Recipe.One(
                        new Tiers("go", Selection.PRIORITY, List.of(List.of(origins))),
                        "thing",
                        Verifier.of(100, () -> whole -> new Verdict.Verified("a record"))),
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                new Policy(Duration.ofSeconds(20), Policy.Unverified.REFUSE, true, false, null, false));
        Answer answer = engine.get(resource, Caller.ANYBODY);
        engine.settle(Duration.ofSeconds(20));
        return answer;
    }

    private static String text(Answer answer) {
        Answer.Held held = (Answer.Held) answer;
        return held.status() + " " + new String(((Body.Bytes) held.body()).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void what_has_not_changed_is_served_from_the_store() throws Exception {
        Tagged origin = new Tagged("a", false);
        assertThat(text(get(Freshness.of(Duration.ofMinutes(1)), origin))).isEqualTo("MISS one");
        passed.set(Duration.ofMinutes(2));
        assertThat(text(get(Freshness.of(Duration.ofMinutes(1)), origin))).isEqualTo("REVALIDATED one");
        assertThat(text(get(Freshness.of(Duration.ofMinutes(1)), origin))).isEqualTo("HIT one");
        assertThat(origin.asked).containsExactly(null, "one");
    }

    @Test
    void what_has_changed_is_fetched_and_verified() throws Exception {
        Tagged origin = new Tagged("a", false);
        get(Freshness.of(Duration.ofMinutes(1)), origin);
        passed.set(Duration.ofMinutes(2));
        origin.content = "two";
        assertThat(text(get(Freshness.of(Duration.ofMinutes(1)), origin))).isEqualTo("MISS two");
        assertThat(origin.asked).containsExactly(null, "one");
    }

    @Test
    void only_the_upstream_that_gave_the_etag_is_asked_with_it() throws Exception {
        get(Freshness.of(Duration.ofMinutes(1)), new Tagged("a", false));
        passed.set(Duration.ofMinutes(2));
        Tagged other = new Tagged("b", false);
        assertThat(text(get(Freshness.of(Duration.ofMinutes(1)), other))).isEqualTo("MISS one");
        assertThat(other.asked).containsExactly((String) null);
    }

    @Test
    void an_unasked_304_is_trouble() throws Exception {
        assertThat(get(Freshness.of(Duration.ofMinutes(1)), new Tagged("a", true)))
                .isInstanceOf(Answer.Trouble.class);
        Tagged other = new Tagged("b", false);
        assertThat(text(get(Freshness.of(Duration.ofMinutes(1)), new Tagged("a", true), other)))
                .isEqualTo("MISS one");
    }
}
