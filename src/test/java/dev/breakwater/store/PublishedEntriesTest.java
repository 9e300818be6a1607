package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedEntriesTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant OLD = NOW.minus(Duration.ofDays(30));
    private static final Instant LIMIT = NOW.minus(Duration.ofDays(3));

    @TempDir
    private Path folder = Path.of("");

    private FileStore store;
    private PublishedEntries published;

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(folder, InstantSource.fixed(NOW), Events.NONE);
        published = store.published();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Key commit(String path, boolean hosted, String text) throws IOException {
        Key key = new Key("home", path);
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            staged.complete();
            store.commit(staged, key, new Meta("t", Standing.CONFIRMED, "by", "-", NOW, null, hosted));
        }
        return key;
    }

    private Path file(Key key) {
        return folder.resolve("entries/home/" + key.path() + "=");
    }

    private Key age(Key key) throws IOException {
        FileTime old = FileTime.from(OLD);
        Files.getFileAttributeView(file(key), BasicFileAttributeView.class).setTimes(old, old, null);
        return key;
    }

    @Test
    void only_what_was_published_and_is_unused_is_removed() throws IOException {
        Key old = age(commit("a/old", true, "old"));
        Key fetched = age(commit("a/fetched", false, "fetched"));
        Key used = age(commit("a/used", true, "used"));
        Key fresh = commit("a/fresh", true, "fresh");
        store.find(used);
        long size = Files.size(file(old));
        assertThat(published.removeUnused(old, LIMIT)).isEqualTo(size);
        assertThat(published.removeUnused(old, LIMIT)).isZero();
        for (Key each : List.of(fetched, used, fresh)) {
            assertThat(published.removeUnused(each, LIMIT)).isZero();
            assertThat(store.find(each)).isPresent();
        }
        assertThat(store.find(old)).isEmpty();
    }

    @Test
    void looking_is_no_use() throws IOException, InterruptedException {
        String large = "x".repeat(10_000);
        Key key = age(commit("a/b/entry", true, large));
        assertThat(published.read(key, 20_000))
                .hasValueSatisfying(bytes ->
                        assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo(large));
        assertThatThrownBy(() -> published.read(key, 9_999)).hasMessageContaining("10000 bytes");
        List<String> seen = new ArrayList<>();
        published.visit(new Key("home", "a"), (each, touched) -> seen.add(each.path() + " " + touched));
        assertThat(seen).containsExactly("a/b/entry " + OLD);
        assertThat(store.folders("home", "")).containsExactly("a");
        assertThat(store.folders("home", "a")).containsExactly("b");
        assertThat(store.folders("home", "none")).isEmpty();
        assertThat(Files.readAttributes(file(key), BasicFileAttributes.class)
                        .lastAccessTime()
                        .toInstant())
                .isEqualTo(OLD);
    }

    @Test
    void a_damaged_entry_is_told_and_stays_in_its_place() throws IOException {
        Key key = commit("a/entry", true, "some text");
        byte[] bytes = Files.readAllBytes(file(key));
        bytes[0] ^= 1;
        Files.write(file(key), bytes);
        assertThatThrownBy(() -> published.read(key, 100)).isInstanceOf(IOException.class);
        assertThat(published.holds(key)).isTrue();
    }

    @Test
    void empty_folders_are_removed() throws IOException, InterruptedException {
        Key key = age(commit("a/b/entry", true, "x"));
        published.removeUnused(key, LIMIT);
        published.visit(new Key("home", "a"), (_, _) -> true);
        assertThat(folder.resolve("entries/home/a")).doesNotExist();
    }

    /** Found means that it stays, removed means that it is not found: whatever the moment. */
    @Test
    void what_was_found_is_not_removed_and_what_is_removed_is_not_found() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 300; i++) {
                Key key = age(commit("race/" + i, true, "x"));
                AtomicBoolean over = new AtomicBoolean();
                Future<?> reader = threads.submit(() -> {
                    while (!over.get()) {
                        published.read(key, 10);
                    }
                    return true;
                });
                Future<Long> removed = threads.submit(() -> published.removeUnused(key, LIMIT));
                Future<Boolean> found = threads.submit(() -> store.find(key).isPresent());
                boolean was = found.get();
                long freed = removed.get();
                over.set(true);
                reader.get();
                assertThat(was).as("round %d, freed %d", i, freed).isEqualTo(freed == 0);
            }
        }
    }

    @Test
    void a_link_that_leads_nowhere_is_no_empty_folder() throws Exception {
        commit("a/b", true, "text");
        Files.createSymbolicLink(folder.resolve("entries/home/c"), folder.resolve("unmounted"));
        assertThatThrownBy(() -> published.visit("home", (_, _) -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("home/c");
    }
}
