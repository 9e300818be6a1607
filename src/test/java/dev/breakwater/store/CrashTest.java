package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that writes to a store, again and again on one folder. {@code -Dbreakwater.crash.rounds} says how
 * often, {@code -Dbreakwater.crash.seed} from which seed. What a kill cannot show is what a power cut would: that all was
 * on the disk and not only with the system.
 */
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("breakwater.crash.rounds", 15);
    private static final long SEED = Long.getLong("breakwater.crash.seed", 20260301);

    @TempDir
    Path folder;

    private final Map<Key, Long> acknowledged = new HashMap<>();
    private final Map<Key, Long> tried = new HashMap<>();

    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                folder.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void a_second_process_is_refused_and_told_by_whom() throws Exception {
        Process holder = start();
        try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("open");
            assertThatThrownBy(() -> FileStore.open(folder, InstantSource.system(), Events.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + holder.pid())
                    .hasMessageContaining("data-dir");
            assertThat(StoreCheck.run(folder, damaged -> {})).isEqualTo(new StoreCheck.CheckSummary(0, 0, 0));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        FileStore.open(folder, InstantSource.system(), Events.NONE).close();
    }

    @Test
    void whatever_was_acknowledged_survives_a_kill_at_any_moment() throws Exception {
        Random random = new Random(SEED);
        long commits = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            commits += killed(round, random);
            String when = "round " + round + " of -Dbreakwater.crash.seed=" + SEED;
            List<StoreCheck.Damaged> damaged = new ArrayList<>();
            StoreCheck.run(folder, damaged::add);
            assertThat(damaged).as(when).isEmpty();
            reopened(when);
        }
        assertThat(commits).as("commits acknowledged in all rounds").isGreaterThan(ROUNDS);
        System.out.println(
                ROUNDS + " kills, " + commits + " commits acknowledged, none lost, " + acknowledged.size() + " keys");
    }

    /** Runs the process until it has acknowledged some commits and done a little more; how many in all. */
    private long killed(int round, Random random) throws Exception {
        Process process = start(Integer.toString(round));
        int patience = 1 + random.nextInt(400);
        int spin = random.nextInt(3_000_000);
        long commits = 0;
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                commits += noted(line);
                if (--patience == 0) {
                    for (int i = 0; i < spin; i++) {
                        Thread.onSpinWait();
                    }
                    process.toHandle().destroyForcibly(); // unlike the process's own, leaves what it said readable
                }
            }
        }
        process.waitFor();
        return commits;
    }

    /** The last line may have been cut by the kill: only the end of a version is ever missing, and then it is no done one. */
    private int noted(String line) {
        String[] words = line.split(" ", -1);
        assertThat(words[0]).as(line).isNotEqualTo("failed");
        if (words.length < 3 || words[2].length() < 7) {
            return 0;
        }
        Key key = new Key("go", words[1]);
        (words[0].equals("done") ? acknowledged : tried).put(key, Long.parseLong(words[2]));
        return words[0].equals("done") ? 1 : 0;
    }

    private void reopened(String when) throws IOException {
        List<Event> events = new ArrayList<>();
        try (FileStore store = FileStore.open(folder, InstantSource.system(), events::add)) {
            for (Key key : tried.keySet()) {
                Optional<Entry> entry = store.find(key);
                assertThat(entry.isPresent() || !acknowledged.containsKey(key))
                        .as("%s: %s is there", when, key)
                        .isTrue();
                if (entry.isPresent()) {
                    right(entry.get(), when);
                }
            }
        }
        assertThat(events).as(when).isEmpty();
        try (Stream<Path> staging = Files.list(folder.resolve("staging"))) {
            assertThat(staging).as(when).isEmpty();
        }
    }

    private void right(Entry entry, String when) throws IOException {
        Key key = entry.key();
        long version = Long.parseLong(entry.meta().by());
        assertThat(version)
                .as("%s: %s", when, key)
                .isBetween(acknowledged.getOrDefault(key, 0L), tried.getOrDefault(key, 0L));
        assertThat(entry.bytes(1 << 20)).as("%s: %s", when, key).isEqualTo(StoreProcess.body(key, version));
    }
}
