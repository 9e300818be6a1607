package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes and what stays; by the server that has the store open, and by a process beside it. */
class StoreCollectionTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final long ALL = Long.MAX_VALUE;

    /** Who collects. */
    enum By {
        THE_SERVER,
        ANOTHER
    }

    @TempDir
    Path folder;

    private FileStore store;
    private final List<Key> gone = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(folder, () -> NOW, Events.NONE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void commit(String path, int size, int daysAgo) throws IOException {
        commit(path, size, daysAgo, false);
    }

    private void commit(String path, int size, int daysAgo, boolean hosted) throws IOException {
        Meta meta = new Meta("application/zip", Standing.CONFIRMED, "x", "up", NOW, null, hosted);
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(StoreContract.random(size, size)));
            staged.complete();
            store.commit(staged, new Key("go", path), meta);
        }
        view(path).setTimes(null, FileTime.from(NOW.minus(Duration.ofDays(daysAgo))), null);
    }

    private Path file(String path) {
        return folder.resolve("entries/go/" + path + "=");
    }

    private BasicFileAttributeView view(String path) {
        return Files.getFileAttributeView(file(path), BasicFileAttributeView.class);
    }

    private StoreCollection.CollectionSummary collect(By by, long most, @Nullable Duration unused) throws IOException {
        return collect(by, new Retention(NOW, most, unused, key -> false));
    }

    private StoreCollection.CollectionSummary collect(By by, Retention retention) throws IOException {
        return by == By.THE_SERVER
                ? store.collect(retention, gone::add, () -> true)
                : StoreCollection.run(folder, retention);
    }

    private List<String> held() throws IOException {
        if (Files.notExists(folder.resolve("entries/go"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder.resolve("entries/go"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.resolve("entries/go").relativize(file).toString())
                    .map(name -> name.substring(0, name.length() - 1))
                    .sorted()
                    .toList();
        }
    }

    private long bytes() throws IOException {
        long sum = 0;
        for (String each : held()) {
            sum += Files.size(file(each));
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void what_was_not_used_for_longest_goes_until_the_rest_fits(By by) throws IOException {
        for (int i = 0; i < 10; i++) {
            commit("m" + i + "/@v/v1.0.0.zip", 10_000, (i * 7) % 10);
        }
        StoreCollection.CollectionSummary summary = collect(by, bytes() * 45 / 100, null);
        // 7 * i mod 10 is 9 for 7, 8 for 4, 7 for 1, 6 for 8, 5 for 5, 4 for 2
        assertThat(held())
                .containsExactly("m0/@v/v1.0.0.zip", "m3/@v/v1.0.0.zip", "m6/@v/v1.0.0.zip", "m9/@v/v1.0.0.zip");
        assertThat(summary.entries()).isEqualTo(6);
        assertThat(summary.left()).isEqualTo(bytes());
        assertThat(summary.excess()).isZero();
        assertThat(gone).hasSize(by == By.THE_SERVER ? 6 : 0);
        assertThat(folder.resolve("damaged")).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void of_what_was_used_at_the_same_time_only_so_much_goes_as_has_to(By by) throws IOException {
        for (int i = 0; i < 10; i++) {
            commit("m" + i + "/@v/v1.0.0.zip", 10_000, 3);
        }
        collect(by, bytes() / 2, null);
        assertThat(held()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void info_mod_and_zip_of_a_version_go_together_by_the_last_use_of_any(By by) throws IOException {
        for (String kind : List.of("info", "mod", "zip")) {
            commit("m/@v/v1.0.0." + kind, 100, 100);
            commit("m/@v/v1.1.0." + kind, 100, 100);
        }
        commit("m/@v/v1.1.0.mod", 100, 1);
        commit("m/@v/list", 100, 100);
        commit("sumdb/sum.test/lookup/m@v1.1.0", 100, 100);
        collect(by, ALL, Duration.ofDays(90));
        assertThat(held()).containsExactly("m/@v/v1.1.0.info", "m/@v/v1.1.0.mod", "m/@v/v1.1.0.zip");
    }

    @ParameterizedTest
    @EnumSource
    void what_was_published_or_pinned_or_is_damaged_stays_and_newer_things_go_instead(By by) throws IOException {
        commit("hosted/@v/v1.0.0.info", 10_000, 300, true);
        commit("hosted/@v/v1.0.0.zip", 10_000, 300);
        commit("pinned/@v/v1.0.0.zip", 10_000, 300);
        commit("damaged/@v/v1.0.0.zip", 10_000, 300);
        Files.write(file("damaged/@v/v1.0.0.zip"), new byte[10_000]);
        view("damaged/@v/v1.0.0.zip").setTimes(null, FileTime.from(NOW.minus(Duration.ofDays(300))), null);
        for (int i = 0; i < 4; i++) {
            commit("m" + i + "/@v/v1.0.0.zip", 10_000, i + 1);
        }
        Predicate<Key> pinned = key -> key.path().startsWith("pinned/");
        StoreCollection.CollectionSummary summary =
                collect(by, new Retention(NOW, 66_000, Duration.ofDays(90), pinned));
        assertThat(held())
                .containsExactly(
                        "damaged/@v/v1.0.0.zip",
                        "hosted/@v/v1.0.0.info",
                        "hosted/@v/v1.0.0.zip",
                        "m0/@v/v1.0.0.zip",
                        "m1/@v/v1.0.0.zip",
                        "pinned/@v/v1.0.0.zip");
        assertThat(summary.excess()).isZero();
        StoreCollection.CollectionSummary less = collect(by, new Retention(NOW, 1, null, pinned));
        assertThat(held()).hasSize(4);
        assertThat(less.excess()).isEqualTo(bytes() - 1);
    }

    @Test
    void a_preview_says_what_would_go_and_leaves_everything_as_it_is_the_times_of_use_too() throws IOException {
        commit("hosted/@v/v1.0.0.zip", 10_000, 300, true);
        for (int i = 0; i < 4; i++) {
            commit("m" + i + "/@v/v1.0.0.zip", 10_000, 100 + i);
        }
        BasicFileAttributes before = view("m3/@v/v1.0.0.zip").readAttributes();
        Retention retention = new Retention(NOW, bytes() - 15_000, Duration.ofDays(103), key -> false);
        StoreCollection.CollectionSummary preview = StoreCollection.preview(folder, retention);
        assertThat(held()).hasSize(5);
        assertThat(view("m3/@v/v1.0.0.zip").readAttributes().lastAccessTime()).isEqualTo(before.lastAccessTime());
        assertThat(preview).isEqualTo(StoreCollection.run(folder, retention));
        assertThat(preview.entries()).isEqualTo(2);
    }

    @Test
    void who_checks_or_counts_the_store_is_no_user() throws IOException {
        commit("m/@v/v1.0.0.zip", 10_000, 300);
        FileTime before = view("m/@v/v1.0.0.zip").readAttributes().lastAccessTime();
        StoreCheck.run(folder, found -> {});
        assertThat(view("m/@v/v1.0.0.zip").readAttributes().lastAccessTime()).isEqualTo(before);
        StoreStats.of(folder);
        assertThat(view("m/@v/v1.0.0.zip").readAttributes().lastAccessTime()).isEqualTo(before);
    }

    @Test
    void finding_an_entry_notes_its_use_and_saves_it() throws IOException {
        commit("m/@v/v1.0.0.zip", 10_000, 300);
        commit("n/@v/v1.0.0.zip", 10_000, 300);
        assertThat(store.find(new Key("go", "m/@v/v1.0.0.zip"))).isPresent();
        collect(By.THE_SERVER, ALL, Duration.ofDays(90));
        assertThat(held()).containsExactly("m/@v/v1.0.0.zip");
    }

    @ParameterizedTest
    @EnumSource
    void who_reads_goes_on_reading_and_who_found_is_told_to_find_again(By by) throws IOException {
        commit("m/@v/v1.0.0.zip", 10_000, 0);
        Entry entry = store.find(new Key("go", "m/@v/v1.0.0.zip")).orElseThrow();
        try (FileChannel open = entry.open()) {
            collect(by, 0, null);
            ByteBuffer all = ByteBuffer.allocate(10_000);
            open.read(all, 0);
            assertThat(all.array()).isEqualTo(StoreContract.random(10_000, 10_000));
        }
        assertThat(held()).isEmpty();
        assertThatThrownBy(entry::open).isInstanceOf(EntryGone.class);
    }

    @Test
    void what_is_used_or_replaced_while_a_collection_is_under_way_stays() throws IOException {
        for (int i = 0; i < 3; i++) {
            commit("m" + i + "/@v/v1.0.0.zip", 10_000, 300);
        }
        AtomicInteger asked = new AtomicInteger();
        Retention retention = new Retention(NOW, ALL, Duration.ofDays(90), key -> {
            if (asked.incrementAndGet() == 1) {
                // the first is about to go: somebody wants it, and the other two are fetched anew
                try {
                    assertThat(store.find(key)).isPresent();
                    for (String each : held()) {
                        if (!key.path().equals(each)) {
                            commit(each, 20_000, 0);
                        }
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
            return false;
        });
        store.count();
        store.collect(retention, gone::add, () -> true);
        assertThat(held()).hasSize(3);
        assertThat(gone).isEmpty();
        assertThat(store.stock().bytes()).isEqualTo(bytes());
    }

    @Test
    void folders_that_are_empty_go_too_and_are_made_again_when_wanted() throws IOException {
        commit("a/b/c/@v/v1.0.0.zip", 100, 300);
        commit("a/keep/@v/v1.0.0.zip", 100, 0);
        store.count();
        collect(By.THE_SERVER, ALL, Duration.ofDays(90));
        assertThat(folder.resolve("entries/go/a/b")).doesNotExist();
        assertThat(store.stock().entries()).isEqualTo(1);
        assertThat(store.stock().bytes()).isEqualTo(bytes());
        commit("a/b/c/@v/v1.0.0.zip", 100, 0);
        assertThat(store.find(new Key("go", "a/b/c/@v/v1.0.0.zip"))).isPresent();
    }

    @Test
    void commits_go_well_while_their_folders_are_removed() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        Thread collector = Thread.ofPlatform().start(() -> {
            while (rounds.get() < 300) {
                try {
                    collect(By.THE_SERVER, 0, null);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        try {
            for (; rounds.get() < 300; rounds.incrementAndGet()) {
                Meta meta = new Meta("application/zip", Standing.CONFIRMED, "x", "up", NOW, null, false);
                try (Staged staged = store.stage()) {
                    staged.write(ByteBuffer.wrap(new byte[10]));
                    staged.complete();
                    store.commit(staged, new Key("go", "a/b/c/d/@v/v1.0." + rounds.get() + ".zip"), meta);
                }
            }
        } finally {
            rounds.set(300);
            collector.join();
        }
        assertThat(gone).hasSizeGreaterThan(10);
    }

    @Test
    void a_collection_that_is_told_to_end_ends() throws IOException {
        for (int i = 0; i < 10; i++) {
            commit("m" + i + "/@v/v1.0.0.zip", 100, 300);
        }
        AtomicInteger asked = new AtomicInteger();
        StoreCollection.CollectionSummary summary = store.collect(
                new Retention(NOW, ALL, Duration.ofDays(90), key -> false),
                gone::add,
                () -> asked.incrementAndGet() < 13);
        assertThat(summary.complete()).isFalse();
        assertThat(held()).hasSize(7);
    }
}
