package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.event.Event;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises of entries. */
abstract class StoreContract {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Key LIST = new Key("go", "golang.org/x/mod/@v/list");
    static final Key ZIP = new Key("go", "golang.org/x/mod/@v/v0.1.0.zip");

    volatile Instant now = START;
    final InstantSource clock = () -> now;
    final Queue<Event> events = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    Store store;

    abstract Store open() throws IOException;

    @BeforeEach
    void open_the_store() throws IOException {
        store = open();
    }

    @AfterEach
    void close_the_store() {
        store.close();
    }

    static Meta meta(Standing standing) {
        return new Meta("text/plain", standing, "2 witnesses", "goproxy-io", START, null, false);
    }

    static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    Entry commit(Key key, byte[] body, Standing standing) throws IOException {
        return commit(key, body, meta(standing));
    }

    Entry commit(Key key, byte[] body, Meta meta) throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(body));
            staged.complete();
            return store.commit(staged, key, meta);
        }
    }

    Entry commit(Key key, String body) throws IOException {
        return commit(key, body.getBytes(StandardCharsets.UTF_8), Standing.CONFIRMED);
    }

    Entry found(Key key) throws IOException {
        return store.find(key).orElseThrow();
    }

    static String text(Entry entry) throws IOException {
        return new String(entry.bytes(1 << 20), StandardCharsets.UTF_8);
    }

    static byte[] throughChannel(dev.breakwater.verify.Content content) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) content.size());
        try (FileChannel channel = content.open()) {
            while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {
                // until all is there
            }
        }
        return all.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 120, 3_700, 4_096, 16_384, 16_385, 65_537, 5_000_000})
    void what_was_committed_is_found(int size) throws IOException {
        byte[] body = random(size, size);
        for (Entry entry : List.of(commit(ZIP, body, Standing.CONFIRMED), found(ZIP))) {
            assertThat(entry.key()).isEqualTo(ZIP);
            assertThat(entry.meta()).isEqualTo(meta(Standing.CONFIRMED));
            assertThat(entry.size()).isEqualTo(size);
            assertThat(entry.sha256()).isEqualTo(Digest.of(body));
            assertThat(entry.validated()).isEqualTo(START);
            assertThat(entry.bytes(size)).isEqualTo(body);
            assertThat(throughChannel(entry)).isEqualTo(body);
        }
    }

    private CommitResult replace(Key key, byte[] body, @Nullable Digest expected) throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(body));
            staged.complete();
            return store.replace(staged, key, meta(Standing.CONFIRMED), expected);
        }
    }

    @Test
    void an_entry_is_replaced_only_if_it_is_the_expected_one() throws IOException {
        byte[] first = random(1, 100);
        byte[] second = random(2, 100_000);
        assertThat(replace(LIST, first, Digest.of(second))).isEqualTo(new CommitResult.Conflict(null));
        assertThat(replace(LIST, first, null)).isInstanceOf(CommitResult.Committed.class);
        assertThat(replace(LIST, second, null))
                .isInstanceOfSatisfying(
                        CommitResult.Conflict.class,
                        other -> assertThat(
                                        Objects.requireNonNull(other.standing()).sha256())
                                .isEqualTo(Digest.of(first)));
        assertThat(store.find(LIST).orElseThrow().sha256()).isEqualTo(Digest.of(first));
        assertThat(replace(LIST, second, Digest.of(first))).isInstanceOf(CommitResult.Committed.class);
        assertThat(store.find(LIST).orElseThrow().sha256()).isEqualTo(Digest.of(second));
    }

    @Test
    void of_several_that_replace_the_same_entry_one_does() throws Exception {
        Digest expected = commit(LIST, random(3, 10), Standing.CONFIRMED).sha256();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CommitResult>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                byte[] body = random(100 + i, 1000);
                all.add(threads.submit(() -> replace(LIST, body, expected)));
            }
            int done = 0;
            for (Future<CommitResult> each : all) {
                done += each.get() instanceof CommitResult.Committed ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        }
    }

    @Test
    void a_body_over_the_limit_is_not_read() throws IOException {
        commit(LIST, "v1.0.0\n");
        assertThatThrownBy(() -> found(LIST).bytes(6)).isInstanceOf(IOException.class);
    }

    @Test
    void everything_known_of_an_entry_comes_back() throws IOException {
        Meta odd = new Meta(
                "application/zip; charset=\"ü\"",
                Standing.ABSENT,
                "line\nbreak \u0000 \"quoted\" \\ \uD83D\uDE80",
                "-",
                Instant.parse("2026-03-01T12:00:00.123456789Z"),
                "W/\"abc\"",
                true);
        commit(ZIP, new byte[3], odd);
        assertThat(found(ZIP).meta()).isEqualTo(odd);
    }

    @Test
    void what_is_known_may_be_longer_than_one_read() throws IOException {
        Meta big = new Meta("t", Standing.CONFIRMED, "b".repeat(4_096), "u", START, "e".repeat(1_024), false);
        commit(ZIP, random(1, 100), big);
        assertThat(found(ZIP).meta()).isEqualTo(big);
        assertThat(found(ZIP).bytes(100)).isEqualTo(random(1, 100));
    }

    @Test
    void what_an_upstream_says_at_absurd_length_keeps_nothing_from_being_stored() throws IOException {
        String absurd = "\u0001" + "\uD83D\uDE80".repeat(200_000);
        commit(ZIP, random(1, 100), new Meta("t", Standing.CONFIRMED, absurd, "u", START, absurd, false));
        Meta kept = found(ZIP).meta();
        assertThat(kept.etags()).isEmpty();
        assertThat(kept.by()).startsWith("\u0001\uD83D\uDE80").hasSizeLessThan(5_000);
        assertThat(found(ZIP).bytes(100)).isEqualTo(random(1, 100));
    }

    @Test
    void nothing_is_found_before_the_commit() throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(random(1, 100_000)));
            staged.complete();
            assertThat(store.find(ZIP)).isEmpty();
        }
        assertThat(store.find(ZIP)).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void what_is_not_complete_is_not_committed() throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(random(1, 100)));
            assertThatThrownBy(() -> store.commit(staged, ZIP, meta(Standing.CONFIRMED)))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(store.find(ZIP)).isEmpty();
    }

    @Test
    void what_failed_is_not_committed() throws IOException {
        try (Staged staged = store.stage()) {
            staged.complete();
            staged.fail("rejected");
            assertThatThrownBy(() -> store.commit(staged, ZIP, meta(Standing.CONFIRMED)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void what_is_committed_is_not_committed_again() throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(random(1, 100)));
            staged.complete();
            store.commit(staged, ZIP, meta(Standing.CONFIRMED));
            assertThatThrownBy(() -> store.commit(staged, LIST, meta(Standing.CONFIRMED)))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(found(ZIP).key()).isEqualTo(ZIP);
        assertThat(store.find(LIST)).isEmpty();
    }

    @Test
    void a_second_commit_replaces_the_first() throws IOException {
        commit(LIST, "v1.0.0\n");
        now = START.plusSeconds(60);
        commit(LIST, "v1.0.0\nv1.1.0\n");
        assertThat(text(found(LIST))).isEqualTo("v1.0.0\nv1.1.0\n");
        assertThat(found(LIST).validated()).isEqualTo(now);
    }

    @Test
    void an_entry_that_was_replaced_never_gives_the_bytes_of_the_new_one() throws IOException {
        commit(LIST, random(1, 100_000), Standing.CONFIRMED);
        Entry old = found(LIST);
        commit(LIST, random(2, 100_000), Standing.CONFIRMED);
        assertThatThrownBy(old::open).isInstanceOf(IOException.class).hasMessageContaining("replaced");
        assertThat(found(LIST).bytes(100_000)).isEqualTo(random(2, 100_000));
    }

    @Test
    void an_entry_replaced_by_the_same_bytes_can_be_opened() throws IOException {
        commit(ZIP, random(1, 100_000), Standing.CONFIRMED);
        Entry old = found(ZIP);
        now = START.plusSeconds(60);
        commit(ZIP, random(1, 100_000), Standing.CONFIRMED);
        assertThat(throughChannel(old)).isEqualTo(random(1, 100_000));
    }

    @Test
    void a_channel_of_a_replaced_or_removed_entry_stays_readable() throws IOException {
        commit(LIST, random(1, 100_000), Standing.CONFIRMED);
        try (FileChannel channel = found(LIST).open()) {
            commit(LIST, random(2, 100_000), Standing.CONFIRMED);
            store.remove(LIST);
            ByteBuffer all = ByteBuffer.allocate(100_000);
            channel.read(all, 0);
            assertThat(all.array()).isEqualTo(random(1, 100_000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_published_here_is_replaced_by_nothing_that_was_not(Standing standing) throws IOException {
        Meta published = new Meta("t", Standing.CONFIRMED, "published", "-", START, null, true);
        commit(LIST, "published".getBytes(StandardCharsets.UTF_8), published);
        Entry stands = commit(LIST, "fetched".getBytes(StandardCharsets.UTF_8), standing);
        assertThat(text(stands)).isEqualTo("published");
        assertThat(text(found(LIST))).isEqualTo("published");
    }

    @Test
    void provisional_never_replaces_confirmed() throws IOException {
        commit(LIST, "confirmed");
        now = START.plusSeconds(60);
        Entry stands = commit(LIST, "told by one".getBytes(StandardCharsets.UTF_8), Standing.PROVISIONAL);
        assertThat(text(stands)).isEqualTo("confirmed");
        assertThat(text(found(LIST))).isEqualTo("confirmed");
        assertThat(found(LIST).validated()).isEqualTo(START);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROVISIONAL", "ABSENT"})
    void provisional_replaces_what_is_not_confirmed(Standing before) throws IOException {
        commit(LIST, "before".getBytes(StandardCharsets.UTF_8), before);
        commit(LIST, "told by one".getBytes(StandardCharsets.UTF_8), Standing.PROVISIONAL);
        assertThat(text(found(LIST))).isEqualTo("told by one");
    }

    @ParameterizedTest
    @EnumSource
    void confirmed_replaces_everything(Standing before) throws IOException {
        commit(LIST, "before".getBytes(StandardCharsets.UTF_8), before);
        commit(LIST, "confirmed");
        assertThat(text(found(LIST))).isEqualTo("confirmed");
    }

    @Test
    void a_provisional_commit_racing_a_confirmed_one_never_stands_in_the_end() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 30; round++) {
                Key key = new Key("go", "m/@v/r" + round);
                Future<Entry> confirmed = threads.submit(() -> commit(key, "confirmed"));
                Future<Entry> provisional = threads.submit(() -> commit(key, new byte[] {1}, Standing.PROVISIONAL));
                confirmed.get();
                provisional.get();
                assertThat(text(found(key))).isEqualTo("confirmed");
            }
        }
    }

    @Test
    void of_many_commits_of_one_key_one_stands_whole() throws Exception {
        List<Future<Entry>> commits = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                byte[] body = random(i, 1_000 + 1_000 * i);
                commits.add(threads.submit(() -> commit(LIST, body, Standing.CONFIRMED)));
            }
        }
        for (Future<Entry> each : commits) {
            each.get();
        }
        Entry entry = found(LIST);
        int i = (int) entry.size() / 1_000 - 1;
        assertThat(entry.bytes(1 << 20)).isEqualTo(random(i, 1_000 + 1_000 * i));
    }

    @Test
    void a_validation_moves_the_time_and_nothing_else() throws IOException {
        commit(LIST, "v1.0.0\n");
        store.validated(LIST, START.plus(Duration.ofHours(3)));
        assertThat(found(LIST).validated()).isEqualTo(START.plus(Duration.ofHours(3)));
        assertThat(found(LIST).meta()).isEqualTo(meta(Standing.CONFIRMED));
        assertThat(text(found(LIST))).isEqualTo("v1.0.0\n");
    }

    @Test
    void a_validation_of_nothing_does_nothing() throws IOException {
        store.validated(LIST, START);
        assertThat(store.find(LIST)).isEmpty();
    }

    @Test
    void what_was_removed_is_gone() throws IOException {
        commit(LIST, "v1.0.0\n");
        store.remove(LIST);
        store.remove(LIST);
        assertThat(store.find(LIST)).isEmpty();
        assertThat(store.names(new Key("go", "golang.org/x/mod/@v"))).isEmpty();
    }

    @Test
    void names_are_those_directly_below_as_they_stood_in_the_keys() throws IOException {
        List<String> names = List.of(
                "v1.0.0.info",
                "a b",
                "=3D",
                "50%2Fx",
                "ü\uD83D\uDE80",
                "~tilde",
                "x".repeat(300),
                "y".repeat(200),
                ".x");
        for (String each : names) {
            commit(new Key("go", "m/@v/" + each), each);
        }
        commit(new Key("go", "m/@v/deep/er"), "");
        commit(new Key("go", "m/@latest"), "");
        assertThat(store.names(new Key("go", "m/@v"))).containsExactlyInAnyOrderElementsOf(names);
        assertThat(store.names(new Key("go", "m"))).containsExactly("@latest");
        assertThat(store.names(new Key("go", "none"))).isEmpty();
        assertThat(store.names(new Key("go", "m/@latest"))).isEmpty();
        assertThat(store.folders("go", "")).containsExactly("m");
        assertThat(store.folders("go", "m")).containsExactly("@v");
        assertThat(store.folders("go", "m/@v")).containsExactly("deep");
        assertThat(store.folders("none", "")).isEmpty();
        assertThat(store.folders("go", "m/@latest")).isEmpty();
    }

    @Test
    void holds_below_tells_of_entries_at_and_below_a_folder() throws IOException {
        commit(new Key("go", "a/b/c"), "");
        for (String path : List.of("a", "a/b", "a/b/c")) {
            assertThat(store.holdsBelow(new Key("go", path))).as(path).isTrue();
        }
        for (String path : List.of("a/b/c/d", "a/bb", "b")) {
            assertThat(store.holdsBelow(new Key("go", path))).as(path).isFalse();
        }
        store.remove(new Key("go", "a/b/c"));
        assertThat(store.holdsBelow(new Key("go", "a"))).isFalse();
    }

    @Test
    void a_key_can_be_below_another() throws IOException {
        commit(new Key("go", "a/b"), "folder");
        commit(new Key("go", "a"), "file");
        commit(new Key("go", "a/b/c"), "below");
        assertThat(text(found(new Key("go", "a")))).isEqualTo("file");
        assertThat(text(found(new Key("go", "a/b")))).isEqualTo("folder");
        assertThat(text(found(new Key("go", "a/b/c")))).isEqualTo("below");
    }

    @Test
    void repositories_do_not_mix() throws IOException {
        commit(new Key("go", "x"), "go");
        assertThat(store.find(new Key("npm", "x"))).isEmpty();
    }

    @Test
    void a_path_no_file_system_takes_is_refused_and_never_found() throws IOException {
        Key key = new Key("go", "a/".repeat(3_000) + "x");
        assertThat(store.find(key)).isEmpty();
        assertThat(store.names(key)).isEmpty();
        assertThat(store.holdsBelow(key)).isFalse();
        store.remove(key);
        store.validated(key, START);
        assertThatThrownBy(() -> commit(key, ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void the_store_keeps_what_it_has_over_a_restart() throws IOException {
        commit(LIST, "v1.0.0\n");
        store.close();
        store = open();
        assertThat(text(found(LIST))).isEqualTo("v1.0.0\n");
        assertThat(found(LIST).validated()).isEqualTo(START);
    }
}
