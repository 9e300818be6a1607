package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered not to exist: in one file, bounded, and as durable as a cache has to be. */
class AbsencesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    private static Key key(int i) {
        return new Key("go", "scan.test/m" + i + "/@v/list");
    }

    private Absences open(int most) throws IOException {
        return Absences.open(folder, most, events::add);
    }

    private static boolean knows(Absences absences, int i) throws IOException {
        return absences.find(key(i)).isPresent();
    }

    @Test
    void what_is_remembered_is_there_after_a_restart() throws IOException {
        try (Absences absences = open(10)) {
            absences.remember(key(1), "m0: 404 gone for good", NOW, false);
            absences.remember(key(2), "x", NOW, true);
            absences.forget(key(2));
        }
        try (Absences absences = open(10)) {
            Entry entry = absences.find(key(1)).orElseThrow();
            assertThat(entry.key()).isEqualTo(key(1));
            assertThat(entry.meta().standing()).isEqualTo(Standing.ABSENT);
            assertThat(entry.validated()).isEqualTo(NOW);
            assertThat(entry.bytes(1000)).asString().isEqualTo("m0: 404 gone for good");
            assertThat(knows(absences, 2)).isFalse();
        }
        assertThat(events).isEmpty();
    }

    @Test
    void a_full_table_forgets_the_eldest_and_what_is_near_to_what_is_held_last() throws IOException {
        try (Absences absences = open(10)) {
            for (int i = 0; i < 5; i++) {
                absences.remember(key(i), "near", NOW, true);
            }
            for (int i = 5; i < 1000; i++) {
                absences.remember(key(i), "a scan", NOW, false);
            }
            for (int i = 0; i < 5; i++) {
                assertThat(knows(absences, i)).as("near, %s", i).isTrue();
            }
            assertThat(knows(absences, 5)).isFalse();
            assertThat(knows(absences, 999)).isTrue();
            assertThat(absences.size()).isEqualTo(10);
        }
        try (Absences absences = open(10)) {
            assertThat(absences.size()).isEqualTo(10);
            assertThat(knows(absences, 0)).isTrue();
        }
    }

    @Test
    void what_is_near_and_asked_for_stays_longer_than_what_is_not() throws IOException {
        try (Absences absences = open(3)) {
            for (int i = 0; i < 3; i++) {
                absences.remember(key(i), "near", NOW, true);
            }
            assertThat(knows(absences, 0)).isTrue();
            absences.remember(key(3), "near", NOW, true);
            assertThat(knows(absences, 1)).isFalse();
            assertThat(knows(absences, 0)).isTrue();
        }
    }

    @Test
    void the_file_stays_small_however_much_is_remembered() throws IOException {
        String reason = "x".repeat(5000);
        try (Absences absences = open(100)) {
            for (int i = 0; i < 30_000; i++) {
                absences.remember(key(i % 200), reason, NOW, i % 2 == 0);
            }
            assertThat(Files.size(folder.resolve("absences"))).isLessThan(1_100_000);
            assertThat(absences.find(key(198)).orElseThrow().bytes(10_000)).hasSize(AbsenceRecord.REASON);
        }
    }

    @Test
    void a_record_that_a_crash_cut_off_is_dropped_and_the_others_stay() throws IOException {
        try (Absences absences = open(10)) {
            absences.remember(key(1), "a", NOW, false);
            absences.remember(key(2), "b", NOW, false);
        }
        Path file = folder.resolve("absences");
        byte[] all = Files.readAllBytes(file);
        for (int cut = 1; cut < all.length / 2; cut += 7) {
            Files.write(file, Arrays.copyOf(all, all.length - cut));
            try (Absences absences = open(10)) {
                assertThat(knows(absences, 1)).isTrue();
                assertThat(knows(absences, 2)).isFalse();
                absences.remember(key(3), "c", NOW, false);
            }
            try (Absences absences = open(10)) {
                assertThat(knows(absences, 3)).isTrue();
            }
        }
        assertThat(events).isEmpty();
    }

    @Test
    void a_damaged_file_is_emptied_and_told() throws IOException {
        try (Absences absences = open(10)) {
            for (int i = 0; i < 5; i++) {
                absences.remember(key(i), "a", NOW, false);
            }
        }
        Path file = folder.resolve("absences");
        byte[] all = Files.readAllBytes(file);
        for (int at = 0; at < all.length / 2; at++) {
            byte[] damaged = all.clone();
            damaged[at] ^= 0x40;
            Files.write(file, damaged);
            events.clear();
            try (Absences absences = open(10)) {
                assertThat(events).as("a bit at %s", at).hasSizeLessThanOrEqualTo(1);
                for (int i = 0; i < 5; i++) {
                    assertThat(knows(absences, i))
                            .as("a bit at %s", at)
                            .isEqualTo(events.isEmpty() && i < absences.size());
                }
                absences.remember(key(7), "a", NOW, false);
                assertThat(knows(absences, 7)).isTrue();
            }
        }
    }

    @Test
    void a_record_that_is_damaged_meanwhile_is_forgotten_and_told_once() throws IOException {
        Path file = folder.resolve("absences");
        try (Absences absences = open(10)) {
            absences.remember(key(1), "a", NOW, false);
            absences.remember(key(2), "b", NOW, false);
            byte[] all = Files.readAllBytes(file);
            for (int at = 0; at < all.length / 2; at++) {
                absences.remember(key(1), "a", NOW, false);
                byte[] damaged = Files.readAllBytes(file);
                damaged[damaged.length - all.length / 2 + at] ^= 0x40;
                Files.write(file, damaged);
                events.clear();
                assertThat(knows(absences, 1)).as("byte %s", at).isFalse();
                assertThat(knows(absences, 1)).isFalse();
                assertThat(events).hasSize(1);
                assertThat(knows(absences, 2)).isTrue();
            }
            absences.remember(key(1), "a", NOW, false);
            assertThat(knows(absences, 1)).isTrue();
        }
    }

    @Test
    void a_file_that_cannot_be_written_anew_is_told_now_and_then_and_costs_no_absence() throws IOException {
        Path inTheWay = Files.createDirectory(folder.resolve("absences.next"));
        Files.createFile(inTheWay.resolve("x"));
        String reason = "x".repeat(5000);
        try (Absences absences = open(100)) {
            for (int i = 0; i < 10_000; i++) {
                absences.remember(key(i % 100), reason, NOW, false);
            }
            assertThat(knows(absences, 99)).isTrue();
            long size = Files.size(folder.resolve("absences"));
            assertThat(events).hasSize((int) (size >> 20));
            Files.delete(inTheWay.resolve("x"));
            for (int i = 0; i < 10_000; i++) {
                absences.remember(key(i % 100), reason, NOW, false);
            }
            assertThat(events).hasSizeLessThanOrEqualTo((int) (size >> 20) + 1);
            assertThat(Files.size(folder.resolve("absences"))).isLessThan(1_100_000);
        }
    }

    @Test
    void a_scan_of_names_makes_no_files_and_what_is_held_keeps_its_neighbours() throws IOException {
        InstantSource clock = () -> NOW;
        try (FileStore store = FileStore.open(folder, clock, events::add)) {
            Key held = new Key("go", "kept.test/m/@v/v1.0.0.mod");
            try (Staged staged = store.stage()) {
                staged.complete();
                store.commit(staged, held, new Meta("text/plain", Standing.CONFIRMED, "x", "-", NOW, null, false));
            }
            List<Key> near = List.of(
                    new Key("go", "kept.test/m/@v/v9.0.0.info"),
                    new Key("go", "kept.test/m/sub/pkg/@v/list"),
                    new Key("go", "kept.test/@v/list"),
                    new Key("go", "kept.test/@latest"));
            for (Key key : near) {
                store.absent(key, "404", NOW);
            }
            for (int i = 0; i < Absences.MOST + 1000; i++) {
                store.absent(key(i), "404", NOW);
            }
            assertThat(near).allMatch(key -> found(store, key));
            assertThat(found(store, key(0))).isFalse();
            assertThat(found(store, key(Absences.MOST))).isTrue();
            assertThat(store.holdsBelow(new Key("go", "scan.test"))).isFalse();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.count()).isLessThan(20);
        }
        assertThat(Files.size(folder.resolve("absences"))).isLessThan(Absences.MOST * 250L);
    }

    private static boolean found(FileStore store, Key key) {
        try {
            return store.find(key)
                    .filter(e -> e.meta().standing() == Standing.ABSENT)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void what_is_stored_after_all_is_absent_no_more_and_what_is_stored_is_not_made_absent() throws IOException {
        Key key = key(1);
        try (FileStore store = FileStore.open(folder, () -> NOW, events::add)) {
            store.absent(key, "404", NOW);
            try (Staged staged = store.stage()) {
                staged.complete();
                store.commit(staged, key, new Meta("text/plain", Standing.CONFIRMED, "x", "-", NOW, null, false));
            }
            store.absent(key, "404", NOW);
            assertThat(store.find(key).orElseThrow().meta().standing()).isEqualTo(Standing.CONFIRMED);
            store.remove(key);
            assertThat(store.find(key)).isEmpty();
            store.absent(key, "404", NOW);
            store.remove(key);
            assertThat(store.find(key)).isEmpty();
        }
    }
}
