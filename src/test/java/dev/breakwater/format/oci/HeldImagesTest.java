package dev.breakwater.format.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.auth.Subject;
import dev.breakwater.event.Event;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldImagesTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<Event> events = new ArrayList<>();
    private FileStore store;
    private Instant now = Instant.parse("2026-12-01T00:00:00Z");
    private Duration step = Duration.ofMillis(1);

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(folder, InstantSource.fixed(now), events::add);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Goes on each time it is read, so that a walk takes one step. */
    private Instant tick() {
        now = now.plus(step);
        return now;
    }

    private HeldImages held(int most) {
        return new HeldImages("hub", store, this::tick, events::add, most);
    }

    private void commit(String repository, String name) throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(new byte[] {1}));
            staged.complete();
            Meta meta = new Meta("t", Standing.CONFIRMED, "by", "-", now, null, true);
            store.commit(staged, new Key(repository, name + "/!tags/v1"), meta);
        }
    }

    private static List<String> texts(HeldImages held) throws IOException {
        return held.names().stream().map(Subject::name).toList();
    }

    @Test
    void a_walk_that_takes_long_serves_all_who_waited_for_it() throws Exception {
        HeldImages held = held(10);
        step = Duration.ofSeconds(3);
        commit("hub", "a");
        assertThat(texts(held)).containsExactly("a");
        commit("hub", "b");
        for (int i = 0; i < 9; i++) {
            assertThat(texts(held)).containsExactly("a");
        }
        step = Duration.ofSeconds(31);
        assertThat(texts(held)).containsExactly("a", "b");
    }

    @Test
    void a_short_walk_serves_a_second() throws Exception {
        HeldImages held = held(10);
        commit("hub", "a");
        assertThat(texts(held)).containsExactly("a");
        commit("hub", "b");
        now = now.plusMillis(900);
        assertThat(texts(held)).containsExactly("a");
        now = now.plusMillis(200);
        assertThat(texts(held)).containsExactly("a", "b");
    }

    @Test
    void names_are_in_byte_order_and_the_log_says_once_that_some_are_left_out() throws Exception {
        for (String each : List.of("c", "a", "a/b", "a-b")) {
            commit("hub", each);
        }
        commit("hub.private", "b");
        HeldImages all = held(5);
        assertThat(all.names())
                .containsExactly(
                        new Subject("a", false),
                        new Subject("a-b", false),
                        new Subject("a/b", false),
                        new Subject("b", true),
                        new Subject("c", false));
        assertThat(events).noneMatch(Event.LogNote.class::isInstance);
        HeldImages some = held(3);
        assertThat(texts(some)).hasSize(3).isSorted();
        now = now.plusSeconds(60);
        assertThat(texts(some)).hasSize(3);
        assertThat(events)
                .filteredOn(Event.LogNote.class::isInstance)
                .singleElement()
                .asString()
                .contains("holds more than 3 images");
    }
}
