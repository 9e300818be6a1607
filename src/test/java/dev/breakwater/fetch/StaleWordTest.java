package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.Entry;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.Standing;
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
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer says that cannot ask anybody itself. */
class StaleWordTest {
    private static final Key LIST = new Key("go", "list");

    /** Says what it is told to. */
    private static final class Speaker implements Origin {
        private final String name;
        private volatile boolean dark;

        Speaker(String name) {
            this.name = name;
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
        public Outcome get(Ask ask, Sink sink) throws IOException {
            Head head = new Head(0, 2, null, dark);
            sink.begin(head);
            sink.write(ByteBuffer.wrap(new byte[] {'v', (byte) (dark ? '1' : '2')}));
            return new Outcome.Found(head, "200");
        }
    }

    /** The greatest word, confirmed by as many as are wanted. */
    private static final Agreement GREATEST = new Agreement() {
        @Override
        public String malformed(Content content) {
            return "";
        }

        @Override
        public Merged merge(MergeRequest request) {
            List<Statement> words = request.statements();
            byte[] greatest = words.stream()
                    .map(Statement::bytes)
                    .max(java.util.Arrays::compare)
                    .orElseThrow();
            return new Merged(greatest, words.size() >= request.wanted(), List.of(), "");
        }
    };

    @TempDir
    Path folder;

    private final Speaker peer = new Speaker("peer");
    private final Speaker mirror = new Speaker("mirror");
    private FileStore store;
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        InstantSource clock = InstantSource.system();
        store = FileStore.open(folder, clock, e -> {});
        Health health = new Health(e -> {}, clock);
        engine = new Engine(
                new EntryStorage(store, key -> {}, new Semaphore(9)),
                new UpstreamAccess(
                        new Selector(health, clock, new Random(7)),
                        health,
                        new Budget(0, 0, clock),
                        new Budget(0, 0, clock),
                        () -> false),
                new Clocks(clock, clock),
                e -> {},
                new Engine.Room(9, Duration.ofSeconds(30)));
    }

    private Answer.Held list(Origin... origins) throws InterruptedException {
        Resource resource = new Resource(
                LIST,
                "m",
                new Kind("list", Traffic.METADATA),
                Freshness.of(Duration.ofMinutes(1)),
                "text/plain",
                new Recipe.Agreed(new Tiers("go", Selection.PRIORITY, List.of(List.of(origins))), "list", GREATEST),
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                new Policy(Duration.ofSeconds(20), Policy.Unverified.AGREE, true, false, null, false));
        Answer answer = engine.get(resource, Caller.ANYBODY);
        engine.settle(Duration.ofSeconds(20));
        return (Answer.Held) answer;
    }

    private static String text(Answer.Held held) {
        return new String(((Body.Bytes) held.body()).bytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void it_is_told_as_stale_and_nobody_is_to_keep_it() throws Exception {
        peer.dark = true;
        Answer.Held told = list(peer);
        assertThat(text(told)).isEqualTo("v1");
        assertThat(told.status()).isEqualTo(CacheStatus.STALE);
        assertThat(told.provisional()).isTrue();
        assertThat(told.cache().upstream()).isEqualTo("peer");
    }

    @Test
    void it_is_kept_for_the_dark_and_asked_for_again_at_once() throws Exception {
        peer.dark = true;
        list(peer);
        Entry kept = store.find(LIST).orElseThrow();
        assertThat(kept.meta().standing()).isEqualTo(Standing.PROVISIONAL);
        assertThat(kept.validated()).isBefore(Instant.now().minusSeconds(50));
        peer.dark = false;
        Answer.Held told = list(peer);
        assertThat(text(told)).isEqualTo("v2");
        assertThat(told.status()).isEqualTo(CacheStatus.MISS);
        assertThat(store.find(LIST).orElseThrow().meta().standing()).isEqualTo(Standing.CONFIRMED);
    }

    @Test
    void it_does_not_take_the_place_of_what_was_current_once() throws Exception {
        list(peer);
        store.validated(LIST, Instant.now().minus(Duration.ofHours(1)));
        peer.dark = true;
        assertThat(list(peer).status()).isEqualTo(CacheStatus.STALE);
        Entry kept = store.find(LIST).orElseThrow();
        assertThat(kept.meta().standing()).isEqualTo(Standing.CONFIRMED);
        assertThat(new String(kept.bytes(9), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("v2");
    }

    @Test
    void beside_the_word_of_one_who_can_ask_it_is_only_another_word() throws Exception {
        peer.dark = true;
        Answer.Held told = list(peer, mirror);
        assertThat(text(told)).isEqualTo("v2");
        assertThat(told.status()).isEqualTo(CacheStatus.MISS);
        assertThat(store.find(LIST).orElseThrow().meta().by()).isEqualTo("1 witness");
    }
}
