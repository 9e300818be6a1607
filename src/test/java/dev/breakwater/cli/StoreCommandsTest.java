package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.Entry;
import dev.breakwater.store.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void check_of_a_whole_store_is_0() throws Exception {
        Run run = run(List.of(entry("a.zip", "x".repeat(600_000)), entry("b.info", "{}")), "check");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("2 entries, 585.9 KiB: all as verified\n");
    }

    @Test
    void check_names_what_is_damaged_and_is_1() throws Exception {
        Entry flipped = entry("a.zip", "xxxx");
        Files.writeString(folder.resolve("a.zip"), "xyxx");
        Entry cut = entry("b.zip", "xxxx");
        Files.writeString(folder.resolve("b.zip"), "xx");
        Entry gone = entry("c.zip", "xxxx");
        Files.delete(folder.resolve("c.zip"));
        Run run = run(List.of(flipped, cut, gone, entry("d.zip", "xxxx")), "check");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("damaged: go/a.zip: its SHA-256 is ")
                .contains("damaged: go/b.zip: cannot be read: it ends after 2 of 4 bytes")
                .contains("damaged: go/c.zip: cannot be read")
                .endsWith("4 entries, 16 B: 3 damaged\n");
        assertThat(run(List.of(flipped), "check", "--json").out()).contains("\"key\" : \"go/a.zip\"");
    }

    @Test
    void stats_count_by_repository_and_type() throws Exception {
        List<Entry> held = List.of(
                entry("a.zip", "xxxx"),
                entry("b.zip", "xx"),
                HeldEntries.Held.of(
                        "other",
                        "gone",
                        Files.writeString(folder.resolve("g"), "not found"),
                        "text/plain",
                        Standing.ABSENT));
        assertThat(run(held, "stats").out().lines())
                .anyMatch(line -> line.matches("  application/zip\\s+2\\s+6 B\\s+0\\s+0\\s+0"))
                .anyMatch(line -> line.matches("  text/plain\\s+1\\s+9 B\\s+0\\s+0\\s+1"));
        assertThat(run(held, "stats", "--json").out())
                .contains("\"application/zip\"")
                .contains("\"bytes\" : 6");
        assertThat(run(List.of(), "stats").out()).isEqualTo("nothing is held\n");
    }

    @Test
    void no_store_is_made_where_there_is_none() {
        Run run = Run.of("store", "check", "--data-dir", folder.resolve("none").toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("there is no store in " + folder.resolve("none"));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void a_store_in_use_is_3_with_its_reason() {
        Surroundings.Opener taken = _ -> {
            throw new IOException("another process uses it");
        };
        Run run = Run.with(Map.of(), taken, "store", "stats", "--data-dir", folder.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).isEqualTo("breakwater: another process uses it\n");
    }

    private Entry entry(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return HeldEntries.Held.of("go", name, file, "application/zip", Standing.CONFIRMED);
    }

    private Run run(List<Entry> held, String command, String... more) {
        String[] args = new String[4 + more.length];
        System.arraycopy(new String[] {"store", command, "--data-dir", folder.toString()}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        return Run.with(Map.of(), _ -> new HeldEntries(held), args);
    }
}
