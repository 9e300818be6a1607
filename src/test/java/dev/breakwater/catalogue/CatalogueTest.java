package dev.breakwater.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.repository.Naming;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Inventory;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Retention;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real store and a real database: what the catalogue says is what is held. */
class CatalogueTest {
    private static final Pattern FILE = Pattern.compile("(.+)/@v/(v[^/]+)\\.(info|mod|zip)");
    private static final Naming NAMES = new Naming() {
        @Override
        public @Nullable PackageVersion of(String path) {
            Matcher file = FILE.matcher(path);
            return file.matches() ? new PackageVersion(file.group(1), file.group(2), file.group(3)) : null;
        }

        @Override
        public int compare(String version, String other) {
            return version.compareTo(other);
        }

        @Override
        public boolean isPackage(String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Predicate<String> packages(List<String> patterns) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Predicate<Key> entries(List<String> patterns) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Predicate<String> secrets(List<String> patterns) {
            return packages(patterns);
        }

        @Override
        public boolean isPrivate(String repository) {
            return false;
        }
    };

    private static final Instant FETCHED = Instant.parse("2026-05-01T12:00:00Z");

    @TempDir
    private Path folder;

    private final Queue<Event> told = new ConcurrentLinkedQueue<>();
    private FileStore store;
    private Catalogue catalogue;

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(folder, InstantSource.system(), Events.NONE);
        catalogue = catalogue();
    }

    @AfterEach
    void close() {
        catalogue.close();
        store.close();
    }

    private Catalogue catalogue() {
        Catalogue opened = new Catalogue(folder, _ -> NAMES, () -> -1, told::add, InstantSource.system());
        opened.start();
        return opened;
    }

    private static boolean anybody(String repository, String module) {
        return true;
    }

    private Key hold(String repository, String path, int size, Standing standing, boolean hosted) throws IOException {
        Key key = new Key(repository, path);
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(new byte[size]));
            staged.complete();
            store.commit(staged, key, new Meta("x/y", standing, "sum.test #1", "m0", FETCHED, null, hosted));
        }
        return key;
    }

    private Key hold(String path, int size) throws IOException {
        return hold("go", path, size, Standing.CONFIRMED, false);
    }

    private void committed(Key key) {
        catalogue.changed(key);
    }

    private List<String> modules(String text) throws Exception {
        return catalogue.modules(text, "", CatalogueTest::anybody, 0, 100).modules().stream()
                .map(ModuleLine::module)
                .toList();
    }

    /** What is asked is answered by what has been looked at; what was told of a moment ago comes a moment later. */
    private void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
    }

    private Event.Served served(String path, String kind, int status) {
        return new Event.Served(
                "10.0.0.1",
                "GET",
                path,
                "go",
                kind,
                RequestResult.HIT,
                "m0",
                status,
                1,
                Duration.ofMillis(1),
                "-",
                RescuedBy.NOTHING,
                false);
    }

    @Test
    void what_was_there_before_is_found_by_a_walk_and_what_comes_and_goes_by_being_told() throws Exception {
        hold("m.test/a/@v/v1.0.0.zip", 1000);
        hold("m.test/a/@v/v1.0.0.mod", 10);
        eventually(() -> assertThat(modules("")).containsExactly("m.test/a"));
        Key added = hold("m.test/b/@v/v1.0.0.zip", 500);
        committed(added);
        eventually(() -> assertThat(modules("")).containsExactly("m.test/a", "m.test/b"));
        store.remove(added);
        committed(added);
        eventually(() -> assertThat(modules("")).containsExactly("m.test/a"));
        assertThat(catalogue.state().state()).isEqualTo("ready");
        assertThat(catalogue.state().builtAt()).isNotNull();
        assertThat(told).isEmpty();
    }

    @Test
    void a_version_says_what_is_held_of_it_who_vouches_for_it_and_how_often_it_went_out() throws Exception {
        hold("m.test/a/@v/v1.0.0.info", 20);
        hold("m.test/a/@v/v1.0.0.mod", 10);
        hold("m.test/a/@v/v1.0.0.zip", 1000);
        hold("go", "m.test/a/@v/v1.1.0.info", 7, Standing.PROVISIONAL, false);
        hold("go", "m.test/a/@v/v9.0.0.info", 3, Standing.ABSENT, false);
        catalogue.publish(served("/go/m.test/a/@v/v1.0.0.zip", "zip", 200));
        catalogue.publish(served("/go/m.test/a/@v/v1.0.0.zip", "zip", 200));
        catalogue.publish(served("/go/m.test/a/@v/v1.0.0.zip", "zip", 304));
        catalogue.publish(served("/go/m.test/a/@v/v1.0.0.mod", "mod", 200));
        eventually(() -> assertThat(catalogue.versions("go", "m.test/a"))
                .last()
                .satisfies(line -> assertThat(line.downloads()).isEqualTo(2)));
        List<VersionLine> versions = catalogue.versions("go", "m.test/a");
        assertThat(versions).extracting(VersionLine::version).containsExactly("v9.0.0", "v1.1.0", "v1.0.0");
        assertThat(versions).extracting(VersionLine::standing).containsExactly("absent", "provisional", "confirmed");
        VersionLine whole = versions.getLast();
        assertThat(whole.kinds()).containsExactly("info", "mod", "zip");
        assertThat(whole.bytes()).isEqualTo(1030);
        assertThat(whole.by()).isEqualTo("sum.test #1");
        assertThat(whole.upstream()).isEqualTo("m0");
        assertThat(whole.fetchedAt()).isEqualTo(FETCHED);
        ModuleLine module = catalogue
                .modules("", "go", CatalogueTest::anybody, 0, 9)
                .modules()
                .getFirst();
        assertThat(module.versions())
                .as("without the one that is known to be absent")
                .isEqualTo(2);
        assertThat(module.bytes()).isEqualTo(1037);
        assertThat(module.downloads()).isEqualTo(2);
    }

    @Test
    void what_goes_out_of_a_private_module_is_counted_where_it_is_kept() throws Exception {
        hold("go.private", "corp.test/a/@v/v1.0.0.zip", 1000, Standing.CONFIRMED, false);
        catalogue.publish(served("/go/corp.test/a/@v/v1.0.0.zip", "zip", 200));
        eventually(() -> assertThat(catalogue.versions("go.private", "corp.test/a"))
                .singleElement()
                .satisfies(line -> assertThat(line.downloads()).isEqualTo(1)));
    }

    @Test
    void a_search_finds_a_part_of_the_path_and_takes_no_letter_for_a_pattern() throws Exception {
        for (String module : List.of("m.test/a", "m.test/a_b", "m.test/ab", "x.test/100%", "y.test/z")) {
            hold(module + "/@v/v1.0.0.zip", 10);
        }
        eventually(() -> assertThat(modules("")).hasSize(5));
        for (Map.Entry<String, Integer> search :
                Map.of("TEST/A", 3, "a_", 1, "%", 1, "nothing", 0, "\\", 0).entrySet()) {
            assertThat(modules(search.getKey())).as(search.getKey()).hasSize(search.getValue());
        }
    }

    @Test
    void pages_and_sums_are_those_of_what_the_asker_may_see_and_of_each_repository() throws Exception {
        for (int i = 0; i < 10; i++) {
            hold("m.test/m" + i + "/@v/v1.0.0.zip", 100 + i);
        }
        hold("go", "secret.test/x/@v/v1.0.0.zip", 9000, Standing.CONFIRMED, true);
        hold("go", "sumdb/sum.test/latest", 50, Standing.CONFIRMED, false);
        hold("npm", "p/@v/v1.0.0.zip", 5, Standing.CONFIRMED, false);
        eventually(() -> assertThat(modules("")).hasSize(12));
        BiPredicate<String, String> visible = (repository, module) -> !module.startsWith("secret");
        ModulePage page = catalogue.modules("m", "go", visible, 4, 3);
        assertThat(page.found()).isEqualTo(10);
        assertThat(page.modules())
                .extracting(ModuleLine::module)
                .containsExactly("m.test/m4", "m.test/m5", "m.test/m6");
        assertThat(catalogue.biggest(visible, 2))
                .extracting(ModuleLine::module)
                .containsExactly("m.test/m9", "m.test/m8");
        assertThat(catalogue.biggest(CatalogueTest::anybody, 1))
                .extracting(ModuleLine::module)
                .containsExactly("secret.test/x");
        assertThat(catalogue.totals())
                .containsExactly(
                        new RepositoryTotal("go", 12, 10 * 100 + 45 + 9000 + 50, 11, 11, 9000),
                        new RepositoryTotal("npm", 1, 5, 1, 1, 0));
        assertThat(catalogue.growth(100_000)).anySatisfy(day -> {
            assertThat(day.day()).isEqualTo(LocalDate.parse("2026-05-01"));
            assertThat(day.entriesAdded()).isEqualTo(13);
            assertThat(day.bytesAdded()).isEqualTo(10 * 100 + 45 + 9000 + 50 + 5);
        });
    }

    @Test
    void a_file_that_was_deleted_or_is_broken_is_made_anew() throws Exception {
        hold("m.test/a/@v/v1.0.0.zip", 1000);
        eventually(() -> assertThat(modules("")).containsExactly("m.test/a"));
        Path file = folder.resolve("catalogue/catalogue.db");
        Files.delete(file);
        hold("m.test/b/@v/v1.0.0.zip", 1000);
        eventually(() -> assertThat(modules("")).containsExactly("m.test/a", "m.test/b"));
        catalogue.close();
        Files.writeString(file, "this is no database, whatever its name says ".repeat(100));
        catalogue = catalogue();
        eventually(() -> assertThat(modules("")).containsExactly("m.test/a", "m.test/b"));
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.LogNote.class, note -> assertThat(note.what()).contains("is being rebuilt"));
    }

    @Test
    void what_was_counted_and_measured_is_there_after_a_restart_without_another_walk() throws Exception {
        hold("m.test/a/@v/v1.0.0.zip", 1000);
        catalogue.publish(served("/go/m.test/a/@v/v1.0.0.zip", "zip", 200));
        eventually(() -> assertThat(
                        catalogue.modules("", "", CatalogueTest::anybody, 0, 9).modules())
                .singleElement()
                .satisfies(line -> assertThat(line.downloads()).isEqualTo(1)));
        eventually(() -> assertThat(catalogue.state().builtAt()).isNotNull());
        Instant built = catalogue.state().builtAt();
        catalogue.close();
        catalogue = catalogue();
        assertThat(catalogue
                        .modules("", "", CatalogueTest::anybody, 0, 9)
                        .modules()
                        .getFirst()
                        .downloads())
                .isEqualTo(1);
        eventually(() -> assertThat(catalogue.state().state()).isEqualTo("ready"));
        assertThat(catalogue.state().builtAt()).isEqualTo(built);
    }

    @Test
    void more_changes_at_once_than_it_can_remember_are_found_by_a_walk() throws Exception {
        Key gone = hold("m.test/gone/@v/v1.0.0.zip", 10);
        eventually(() -> assertThat(modules("")).containsExactly("m.test/gone"));
        eventually(() -> assertThat(catalogue.state().builtAt()).isNotNull());
        store.remove(gone);
        hold("m.test/late/@v/v1.0.0.zip", 10);
        Key nothing = new Key("go", "m.test/none/@v/v1.0.0.zip");
        for (int i = 0; i < 30_000; i++) {
            catalogue.changed(nothing);
        }
        eventually(() -> assertThat(modules("")).containsExactly("m.test/late"));
    }

    @Test
    void it_is_right_in_the_end_while_much_is_collected() throws Exception {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            keys.add(hold("m.test/m%03d/@v/v1.0.0.zip".formatted(i), 10));
        }
        // the walk goes over them while they go
        store.collect(new Retention(Instant.now(), 20 * 600L, null, key -> false), catalogue::changed, () -> true);
        List<Key> held = new ArrayList<>();
        Inventory.walk(folder, item -> held.add(item.key()));
        assertThat(held.size()).isLessThan(keys.size());
        eventually(() -> assertThat(
                        catalogue.modules("", "", CatalogueTest::anybody, 0, 1).found())
                .isEqualTo(held.size()));
    }

    @Test
    void looking_at_what_is_held_does_not_pass_for_a_use() throws Exception {
        hold("m.test/a/@v/v1.0.0.zip", 5000);
        Instant before = used();
        for (int i = 0; i < 3; i++) {
            Inventory.walk(folder, item -> true);
        }
        assertThat(used()).isEqualTo(before);
    }

    private Instant used() throws IOException {
        Path[] file = {folder};
        try (var files = Files.walk(folder.resolve("entries"))) {
            file[0] = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        return Files.readAttributes(file[0], BasicFileAttributes.class)
                .lastAccessTime()
                .toInstant();
    }

    @Test
    void a_question_that_fails_is_refused_and_the_next_one_is_answered() throws Exception {
        hold("m.test/a/@v/v1.0.0.zip", 10);
        eventually(() -> assertThat(modules("")).hasSize(1));
        BiPredicate<String, String> fails = (repository, module) -> {
            throw new IllegalStateException("who may see what is not known");
        };
        assertThatThrownBy(() -> catalogue.modules("", "", fails, 0, 1))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("not known");
        assertThat(modules("")).hasSize(1);
    }

    @Test
    void who_asks_when_it_is_closed_is_told_so() {
        catalogue.close();
        assertThatThrownBy(() -> catalogue.totals()).isInstanceOf(CatalogueException.class);
    }
}
