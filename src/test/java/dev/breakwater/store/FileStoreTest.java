package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the file system's store promises beyond the contract: of its folder, its files, and their damage. */
class FileStoreTest {
    private static final Key KEY = new Key("go", "m/@v/v1.0.0.zip");
    private static final Meta META =
            new Meta("application/zip", Standing.CONFIRMED, "sum 1", "up", Instant.EPOCH, null, false);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<Event> events = new ArrayList<>();

    @TempDir
    Path folder;

    private FileStore store;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(folder, () -> now, events::add);
        file = folder.resolve("entries/go/m/@v/v1.0.0.zip=");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void commit(byte[] body) throws IOException {
        commit(KEY, body);
    }

    private void commit(Key key, byte[] body) throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(body));
            staged.complete();
            store.commit(staged, key, META);
        }
    }

    private static byte[] body(int size) {
        return StoreContract.random(size, size);
    }

    private List<String> files(String below) throws IOException {
        return files(folder.resolve(below));
    }

    private static List<String> files(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(each -> String.valueOf(each.getFileName())).toList();
        }
    }

    @Test
    void the_body_lies_from_byte_0_and_json_behind_it() throws IOException {
        commit(body(500));
        byte[] all = Files.readAllBytes(file);
        assertThat(all).startsWith(body(500)).endsWith("BRKWTR01".getBytes(StandardCharsets.US_ASCII));
        int json = ByteBuffer.wrap(all).getInt(all.length - 16);
        assertThat(new String(all, 500, json, StandardCharsets.UTF_8))
                .startsWith("{\"repository\":\"go\",\"path\":\"m/@v/v1.0.0.zip\",\"sha256\":\"")
                .endsWith("\"hosted\":false}");
        assertThat(all).hasSize(500 + json + 16);
    }

    @Test
    void nothing_is_left_in_staging() throws IOException {
        commit(body(500));
        commit(body(500_000));
        store.stage().close();
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(body(500_000)));
        }
        assertThat(files("staging")).isEmpty();
    }

    @Test
    void no_file_stays_open() throws IOException {
        commit(body(500));
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "open files are counted where /proc is");
        int before = files(descriptors).size();
        for (int i = 0; i < 200; i++) {
            try (Staged given = store.stage();
                    Staged kept = store.stage()) {
                given.write(ByteBuffer.wrap(body(50_000)));
                given.open().close();
                kept.write(ByteBuffer.wrap(body(500 + i)));
                kept.complete();
                store.commit(kept, KEY, META);
                kept.open().close();
                store.find(KEY).orElseThrow().open().close();
                Files.write(file, body(600));
                assertThat(store.find(KEY)).isEmpty();
            }
        }
        assertThat(files(descriptors).size()).isLessThan(before + 20);
    }

    @Test
    void what_was_staged_is_gone_after_a_restart() throws IOException {
        Staged staged = store.stage();
        staged.write(ByteBuffer.wrap(body(500_000)));
        assertThat(files("staging")).hasSize(1);
        store.close();
        store = FileStore.open(folder, () -> now, events::add);
        assertThat(files("staging")).isEmpty();
        staged.close();
    }

    @Test
    void short_content_makes_no_file_until_it_is_committed() throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(body(2_000)));
            staged.complete();
            assertThat(staged.bytes(2_000)).isEqualTo(body(2_000));
            assertThat(files("staging")).isEmpty();
        }
    }

    /** The file system may set the time on a read by itself, by the clock on the wall: so that is where this one starts. */
    @Test
    void the_time_of_last_use_is_kept_to_a_day() throws IOException {
        now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
        Instant committed = now;
        commit(body(500));
        now = committed.plus(Duration.ofHours(23));
        store.find(KEY);
        assertThat(lastUsed()).isBetween(committed, committed.plus(Duration.ofHours(1)));
        now = committed.plus(Duration.ofHours(25));
        assertThat(store.find(KEY).orElseThrow().validated()).isEqualTo(committed);
        assertThat(lastUsed()).isEqualTo(now);
        assertThat(store.find(KEY).orElseThrow().validated()).isEqualTo(committed);
    }

    private Instant lastUsed() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class)
                .lastAccessTime()
                .toInstant();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 20_000})
    void a_file_cut_anywhere_is_never_served(int size) throws IOException {
        commit(body(size));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += length > size ? 1 : 1 + size / 50) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(store.find(KEY))
                    .as("cut to %d of %d", length, whole.length)
                    .isEmpty();
        }
    }

    @Test
    void a_file_that_grew_or_lost_bytes_inside_is_never_served() throws IOException {
        commit(body(500));
        byte[] whole = Files.readAllBytes(file);
        byte[] less = new byte[whole.length - 7];
        System.arraycopy(whole, 7, less, 0, less.length);
        byte[] more = new byte[whole.length + 7];
        System.arraycopy(whole, 0, more, 7, whole.length);
        for (byte[] each : List.of(less, more, Arrays.copyOf(whole, whole.length + 1), new byte[9_000])) {
            Files.write(file, each);
            assertThat(store.find(KEY)).as("%d bytes", each.length).isEmpty();
        }
    }

    @Test
    void a_changed_bit_in_the_trailer_is_never_served() throws IOException {
        commit(body(100));
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 100 * 8; bit < whole.length * 8; bit++) {
            whole[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, whole);
            assertThat(store.find(KEY)).as("bit %d", bit).isEmpty();
            whole[bit / 8] ^= (byte) (1 << bit % 8);
        }
        Files.write(file, whole);
        assertThat(store.find(KEY)).isPresent();
    }

    @Test
    void a_changed_bit_in_a_short_body_is_never_served() throws IOException {
        commit(body(100));
        byte[] whole = Files.readAllBytes(file);
        whole[50] ^= 4;
        Files.write(file, whole);
        assertThat(store.find(KEY)).isEmpty();
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Alarm.class, alarm -> assertThat(alarm.what()).contains("SHA-256", "damaged/"));
    }

    @Test
    void a_changed_bit_in_a_long_body_is_found_by_the_check_alone() throws IOException {
        commit(body(100_000));
        byte[] whole = Files.readAllBytes(file);
        whole[50] ^= 4;
        Files.write(file, whole);
        assertThat(store.find(KEY)).isPresent();
        List<StoreCheck.Damaged> damaged = new ArrayList<>();
        assertThat(StoreCheck.run(folder, damaged::add)).isEqualTo(new StoreCheck.CheckSummary(1, 0, 1));
        assertThat(damaged).singleElement().satisfies(one -> {
            assertThat(one.file()).isEqualTo(file);
            assertThat(one.why()).contains("go/m/@v/v1.0.0.zip", "SHA-256");
        });
    }

    @Test
    void a_damaged_entry_is_told_once_moved_away_and_can_be_committed_again() throws IOException {
        commit(body(500));
        Files.write(file, body(600));
        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.find(KEY)).isEmpty();
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Alarm.class,
                        alarm -> assertThat(alarm.subject() + alarm.what())
                                .contains("go/m/@v/v1.0.0.zip", "trailer is missing", "damaged/", "store check"));
        assertThat(files("damaged")).hasSize(1);
        commit(body(500));
        assertThat(store.find(KEY).orElseThrow().bytes(500)).isEqualTo(body(500));
    }

    @Test
    void an_entry_in_the_place_of_another_is_not_served_and_stays() throws IOException {
        commit(body(500));
        Path other = folder.resolve("entries/go/m/@v/v1.0.1.zip=");
        Files.copy(file, other);
        assertThat(store.find(new Key("go", "m/@v/v1.0.1.zip"))).isEmpty();
        assertThat(events).singleElement().isInstanceOf(Event.Alarm.class);
        assertThat(other).exists();
        List<StoreCheck.Damaged> damaged = new ArrayList<>();
        assertThat(StoreCheck.run(folder, damaged::add)).isEqualTo(new StoreCheck.CheckSummary(2, 500, 1));
        assertThat(damaged)
                .singleElement()
                .satisfies(one -> assertThat(one.file()).isEqualTo(other));
    }

    @Test
    void a_folder_is_opened_once_in_a_process() {
        assertThatThrownBy(() -> FileStore.open(folder, () -> now, Events.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("already open");
    }

    @Test
    void a_format_of_a_later_version_is_left_alone() throws IOException {
        store.close();
        Files.writeString(folder.resolve("format"), "breakwater store 2\n");
        assertThatThrownBy(() -> FileStore.open(folder, () -> now, Events.NONE))
                .hasMessageContaining("'breakwater store 2'")
                .hasMessageContaining("'breakwater store 1'");
        assertThatThrownBy(() -> StoreCheck.run(folder, damaged -> {})).hasMessageContaining("breakwater store 2");
        Files.writeString(folder.resolve("format"), "breakwater store 1\n");
        store = FileStore.open(folder, () -> now, Events.NONE);
    }

    @Test
    void a_check_of_what_is_no_data_folder_says_so() {
        assertThatThrownBy(() -> StoreCheck.run(folder.resolve("entries"), damaged -> {}))
                .hasMessageContaining("is not a data folder");
    }

    @Test
    void a_data_folder_that_is_a_file_is_named() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "");
        assertThatThrownBy(() -> FileStore.open(taken.resolve("data"), () -> now, Events.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(taken.toString())
                .hasMessageContaining("is a file");
    }

    @Test
    void closing_twice_does_not_give_away_what_was_opened_again() throws IOException {
        store.close();
        FileStore again = FileStore.open(folder, () -> now, Events.NONE);
        store.close();
        assertThatThrownBy(() -> FileStore.open(folder, () -> now, Events.NONE)).hasMessageContaining("already open");
        store = again;
    }

    @Test
    void statistics_count_by_repository_standing_and_type() throws IOException {
        commit(body(500));
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(body(30)));
            staged.complete();
            store.commit(
                    staged,
                    new Key("npm", "a"),
                    new Meta("text/plain; charset=utf-8", Standing.ABSENT, "by", "-", now, null, true));
        }
        Files.write(folder.resolve("entries/go/broken="), body(30));
        StoreStats stats = StoreStats.of(folder);
        StoreStats.RepositoryTally zip = new StoreStats.RepositoryTally(1, 500);
        StoreStats.RepositoryTally text = new StoreStats.RepositoryTally(1, 30);
        assertThat(stats.all()).isEqualTo(new StoreStats.RepositoryTally(2, 530));
        assertThat(stats.repositories()).containsOnly(Map.entry("go", zip), Map.entry("npm", text));
        assertThat(stats.standings())
                .containsOnly(Map.entry(Standing.CONFIRMED, zip), Map.entry(Standing.ABSENT, text));
        assertThat(stats.types()).containsOnly(Map.entry("application/zip", zip), Map.entry("text/plain", text));
        assertThat(stats.hosted()).isEqualTo(text);
        assertThat(stats.damaged()).isEqualTo(1);
    }

    @Test
    void a_folder_that_is_away_is_told_once_and_goes_on_when_it_is_back() throws IOException {
        commit(body(500));
        Path away = folder.resolveSibling(folder.getFileName() + "-away");
        Files.move(folder, away);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> store.find(KEY)).hasMessageContaining("is gone");
            assertThatThrownBy(() -> commit(body(500))).hasMessageContaining("is gone");
        }
        assertThat(store.failures()).singleElement().asString().contains(folder.toString(), "restore it");
        assertThat(folder).doesNotExist();
        Files.createDirectory(folder);
        assertThatThrownBy(() -> store.find(KEY))
                .as("where only the mount point is left")
                .hasMessageContaining("is gone");
        assertThat(folder).isEmptyDirectory();
        Files.delete(folder);
        Files.move(away, folder);
        assertThat(store.failures()).isEmpty();
        assertThat(store.find(KEY)).isPresent();
        commit(body(600));
        assertThat(events.stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly("Alarm", "LogNote");
    }

    @Test
    void a_copy_of_the_folder_in_its_place_is_taken_like_itself() throws IOException {
        commit(body(500));
        Path away = folder.resolveSibling(folder.getFileName() + "-away");
        Files.move(folder, away);
        assertThatThrownBy(() -> store.find(KEY)).hasMessageContaining("is gone");
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("format"), "breakwater store 1\n");
        assertThat(store.find(KEY)).isEmpty();
        commit(body(600));
        assertThat(store.find(KEY)).isPresent();
        assertThat(folder.resolve("lock")).hasContent(ProcessHandle.current().pid() + "");
    }

    @Test
    void a_folder_that_was_emptied_is_used_on() throws IOException {
        commit(body(500));
        for (String each :
                List.of("entries/go/m/@v", "entries/go/m", "entries/go", "entries", "staging", "damaged", "")) {
            try (Stream<Path> files = Files.list(folder.resolve(each))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        assertThat(store.find(KEY)).isEmpty();
        commit(body(600));
        assertThat(store.find(KEY)).isPresent();
    }

    @Test
    void what_is_held_is_counted_once_and_kept_up_from_then_on() throws IOException {
        commit(body(500));
        Files.write(folder.resolve("entries/go/notes.txt"), body(30));
        store.close();
        store = FileStore.open(folder, () -> now, events::add);
        assertThat(store.stock().counted()).isFalse();
        store.count();
        assertThat(store.stock().counted()).isTrue();
        assertThat(store.stock().entries()).isEqualTo(1);
        assertThat(store.stock().bytes()).isEqualTo(Files.size(file));
        commit(body(40_000));
        assertThat(store.stock().entries()).isEqualTo(1);
        assertThat(store.stock().bytes()).isEqualTo(Files.size(file)).isGreaterThan(40_000);
        Files.write(file, body(600));
        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.stock().entries()).isZero();
    }

    @Test
    void what_is_committed_while_it_is_counted_is_counted_once() throws Exception {
        Thread counting = null;
        for (int i = 0; i < 400; i++) {
            if (i == 200) {
                counting = Thread.ofPlatform().start(() -> {
                    try {
                        store.count();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
            }
            // new ones, and ones that are there already and may have been counted or not
            commit(new Key("go", "m" + i % 250 + "/@v/list"), body(100 + i));
        }
        java.util.Objects.requireNonNull(counting).join();
        try (Stream<Path> all = Files.walk(folder.resolve("entries"))) {
            long bytes = all.filter(Files::isRegularFile)
                    .mapToLong(each -> each.toFile().length())
                    .sum();
            assertThat(store.stock().entries()).isEqualTo(250);
            assertThat(store.stock().bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void a_durable_file_is_replaced_only_where_it_is_what_was_expected() throws IOException {
        DurableFile head = new DurableFile(folder.resolve("state/heads/sum"));
        assertThat(head.read()).isEmpty();
        assertThat(head.replace(new byte[] {9}, new byte[] {1})).isFalse();
        assertThat(head.replace(null, new byte[] {1})).isTrue();
        assertThat(head.replace(null, new byte[] {2})).isFalse();
        assertThat(head.replace(new byte[] {1}, new byte[] {2, 3})).isTrue();
        assertThat(head.read().orElseThrow()).containsExactly(2, 3);
        head.replace(new byte[0]);
        assertThat(new DurableFile(folder.resolve("state/heads/sum")).read().orElseThrow())
                .isEmpty();
        assertThat(files("state/heads")).containsExactly("sum");
    }
}
