package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** On the data folder of a server that runs: its store stays open all the time. */
class StoreCommandsTest {
    @TempDir
    private Path folder = Path.of("");

    private FileStore store;

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(folder, InstantSource.system(), Events.NONE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void check_of_a_whole_store_is_0() throws Exception {
        commit("a.zip", "x".repeat(600_000));
        commit("b.info", "{}");
        Run run = run("check");
        assertThat(run.out()).isEqualTo("2 entries, 585.9 KiB checked: all intact\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void check_names_every_file_that_is_not_what_was_committed_and_is_1() throws Exception {
        commit("whole.zip", "xxxx");
        Path flipped = damaged("flipped.zip", text -> text.replace("xxxx", "xyxx"));
        Path cut = damaged("cut.zip", text -> text.substring(0, text.length() - 20));
        Path grown = damaged("grown.zip", text -> text + "x");
        Path changed = damaged("changed.zip", text -> text.replace("CONFIRMED", "CONFIRMEX"));
        Path foreign = Files.writeString(folder.resolve("entries/go/notes.txt"), "mine");
        Path stranger = Files.writeString(folder.resolve("entries/go/stranger="), "mine");
        Path misplaced = Files.copy(folder.resolve("entries/go/whole.zip="), folder.resolve("entries/go/other.zip="));
        Path folderInstead = Files.createDirectory(folder.resolve("entries/go/loop"));
        Path loop = Files.createSymbolicLink(folderInstead.resolve("again"), folder.resolve("entries"));

        Run run = run("check");
        assertThat(run.out().lines())
                .anyMatch(line ->
                        line.startsWith("damaged: " + flipped + ": the body of go/flipped.zip has the SHA-256 "))
                .contains("damaged: " + cut
                        + ": the trailer is missing: the file is truncated, or is not a Breakwater file")
                .contains("damaged: " + grown
                        + ": the trailer is missing: the file is truncated, or is not a Breakwater file")
                .contains("damaged: " + changed + ": the trailer's checksum is wrong")
                .contains("damaged: " + foreign + ": not a Breakwater file: no entry has such a name")
                .contains("damaged: " + stranger
                        + ": the trailer is missing: the file is truncated, or is not a Breakwater file")
                .contains("damaged: " + misplaced + ": wrong place for the key go/whole.zip")
                .anyMatch(line -> line.startsWith("damaged: " + loop + ": can't be read: "))
                .contains("7 entries, 4 B checked, 8 damaged");
        assertThat(run.code()).isEqualTo(1);
        Map<String, Object> printed = read(run("check", "--json").out());
        assertThat(printed).containsEntry("entries", 7).containsEntry("bytes", 4);
        assertThat(printed.get("damaged"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(8)
                .contains(Map.of(
                        "file",
                        cut.toString(),
                        "why",
                        "the trailer is missing: the file is truncated, or is not a Breakwater file"));
    }

    @Test
    void a_store_without_its_entries_is_not_in_order() throws Exception {
        Files.delete(folder.resolve("entries"));
        assertThat(run("check").out()).contains("this folder is missing");
        assertThat(run("check").code()).isEqualTo(1);
    }

    @Test
    void entries_behind_a_link_are_checked_too() throws Exception {
        Path cut = damaged("cut.zip", text -> text.substring(0, 10));
        Path elsewhere = Files.move(folder.resolve("entries"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("entries"), elsewhere);
        assertThat(run("check").out()).contains("damaged: " + cut);
    }

    @Test
    void stats_count_by_repository_standing_and_type() throws Exception {
        commit("a.zip", "xxxx");
        commit("b.zip", "xx");
        commit(new Key("other", "gone"), "not found", "text/plain; charset=utf-8", Standing.ABSENT);
        Files.writeString(folder.resolve("entries/go/broken="), "x");
        assertThat(run("stats").out().lines())
                .anyMatch(line -> line.matches("  go\\s+2\\s+6 B"))
                .anyMatch(line -> line.matches("  absent\\s+1\\s+9 B"))
                .anyMatch(line -> line.matches("  application/zip\\s+2\\s+6 B"))
                .anyMatch(line -> line.matches("  text/plain\\s+1\\s+9 B"))
                .anyMatch(line -> line.matches("  total\\s+3\\s+15 B"))
                .anyMatch(line -> line.startsWith("1 unreadable, not counted"));
        assertThat(read(run("stats", "--json").out()))
                .containsEntry("damaged", 1)
                .containsEntry("all", Map.of("entries", 3, "bytes", 15))
                .containsEntry(
                        "repositories",
                        Map.of("go", Map.of("entries", 2, "bytes", 6), "other", Map.of("entries", 1, "bytes", 9)));
    }

    @Test
    void what_is_remembered_not_to_exist_is_counted_and_checked() throws Exception {
        commit("a.zip", "xxxx");
        store.absent(new Key("go", "scan.test/m/@v/list"), "404", Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(run("stats").out().lines()).anyMatch(line -> line.matches("  names\\s+1\\s+\\d+ B"));
        assertThat(run("check").code()).isZero();
        Path file = folder.resolve("absences");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(run("check").out()).contains("damaged: " + file);
        assertThat(run("stats").out()).contains("  total ");
    }

    @Test
    void gc_removes_what_was_not_used_for_longest_beside_the_server_and_keeps_what_the_configuration_names()
            throws Exception {
        for (int i = 0; i < 4; i++) {
            commit("m" + i + "/@v/v1.0.0.zip", "x".repeat(600_000));
            Files.getFileAttributeView(
                            folder.resolve("entries/go/m" + i + "/@v/v1.0.0.zip="), BasicFileAttributeView.class)
                    .setTimes(null, FileTime.from(Instant.parse("2020-01-0" + (i + 1) + "T00:00:00Z")), null);
        }
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), "storage: {keep: [m0]}\n");
        String[] args = {"--config", file.toString(), "--to", "1300KB"};
        assertThat(run("gc", more(args, "--dry-run")).out())
                .isEqualTo("would remove 2 entries, 1.1 MiB; 1.1 MiB would be left\n");
        assertThat(run("stats").out()).contains("2.3 MiB");
        assertThat(read(run("gc", more(args, "--json")).out()))
                .containsEntry("dryRun", false)
                .containsEntry("entries", 2)
                .containsEntry("excess", 0);
        assertThat(store.find(new Key("go", "m0/@v/v1.0.0.zip"))).isPresent();
        assertThat(store.find(new Key("go", "m1/@v/v1.0.0.zip"))).isEmpty();
        assertThat(store.find(new Key("go", "m2/@v/v1.0.0.zip"))).isEmpty();
        assertThat(store.find(new Key("go", "m3/@v/v1.0.0.zip"))).isPresent();
        assertThat(run("check").code()).isZero();
        Run tooMuch = run("gc", "--config", file.toString(), "--older-than", "3d", "--to", "1MiB");
        assertThat(tooMuch.code()).as(tooMuch.out()).isZero();
    }

    @Test
    void gc_says_when_more_is_left_than_may_be_and_is_1() throws Exception {
        commit("m0/@v/v1.0.0.zip", "x".repeat(1_200_000));
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), "storage: {keep: [m0], quota: 1MiB}\n");
        Run run = run("gc", "--config", file.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("removed 0 entries, 0 B; 1.1 MiB are left\n")
                .containsPattern("that is 1[0-9]{2}[.][0-9] KiB over the limit");
    }

    @Test
    void gc_without_a_limit_or_with_a_wrong_one_is_2_and_says_what_to_write() {
        assertThat(run("gc").code()).isEqualTo(2);
        assertThat(run("gc").err())
                .contains("no limit given: pass --older-than or --to, or set storage.quota or storage.unused");
        assertThat(run("gc", "--older-than", "1h").err())
                .contains("--older-than \"1h\" is too short: use is recorded once a day: write 2d or more");
        assertThat(run("gc", "--to", "20").err()).contains("--to \"20\" is not a size with a unit");
    }

    private static String[] more(String[] args, String last) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 1);
        all[args.length] = last;
        return all;
    }

    @Test
    void an_empty_store_says_so() {
        assertThat(run("stats").out()).isEqualTo("the store is empty\n");
        assertThat(run("check").out()).isEqualTo("0 entries, 0 B checked: all intact\n");
    }

    @Test
    void no_store_is_made_where_there_is_none() {
        Run run = Run.of("store", "check", "--data-dir", folder.resolve("none").toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("no store found in " + folder.resolve("none"));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void a_folder_that_is_no_store_is_3_and_named() {
        Run run =
                Run.of("store", "stats", "--data-dir", folder.resolve("entries").toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains(folder.resolve("entries") + " is not a data folder");
    }

    private Path damaged(String path, UnaryOperator<String> how) throws IOException {
        commit(path, "xxxx");
        Path file = folder.resolve("entries/go/" + path + "=");
        String before = Files.readString(file, StandardCharsets.ISO_8859_1);
        String after = how.apply(before);
        assertThat(after).isNotEqualTo(before);
        return Files.writeString(file, after, StandardCharsets.ISO_8859_1);
    }

    private void commit(String path, String text) throws IOException {
        commit(new Key("go", path), text, "application/zip", Standing.CONFIRMED);
    }

    private void commit(Key key, String text, String type, Standing standing) throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            staged.complete();
            store.commit(staged, key, new Meta(type, standing, "test", "-", Instant.EPOCH, null, false));
        }
    }

    private static Map<String, Object> read(String json) {
        return new JsonMapper().readValue(json, new TypeReference<Map<String, Object>>() {});
    }

    private Run run(String command, String... more) {
        String[] args = new String[4 + more.length];
        System.arraycopy(new String[] {"store", command, "--data-dir", folder.toString()}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        return Run.of(args);
    }
}
