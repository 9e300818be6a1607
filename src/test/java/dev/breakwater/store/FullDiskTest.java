package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of 1 MiB in memory, which takes the right to mount one. */
class FullDiskTest {
    private static final Meta META = new Meta("t", Standing.CONFIRMED, "by", "u", Instant.EPOCH, null, false);

    @TempDir
    Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "none", disk.toString());
        if (!mounted) {
            System.err.println("SKIPPED: the full disk cannot be tested, for mounting one takes root");
        }
        assumeTrue(mounted, "mounting takes root");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", "--lazy", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Entry commit(Store store, String path, int size) throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(StoreContract.random(size, size)));
            staged.complete();
            return store.commit(staged, new Key("go", path), META);
        }
    }

    @Test
    void a_full_disk_is_named_leaves_nothing_behind_and_hits_go_on() throws IOException {
        try (FileStore store = FileStore.open(disk, InstantSource.system(), Events.NONE)) {
            commit(store, "held", 100_000);
            assertThatThrownBy(() -> commit(store, "too/large", 2_000_000))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(disk.toString())
                    .hasMessageContaining("No space left")
                    .hasMessageContaining("data-dir");
            assertThat(Files.exists(disk.resolve("entries/go/too/large="))).isFalse();
            for (int i = 0; fits(store, i); i++) {
                assertThat(i).isLessThan(1_000);
            }
            try (Stream<Path> staging = Files.list(disk.resolve("staging"))) {
                assertThat(staging).isEmpty();
            }
            assertThat(store.find(new Key("go", "held")).orElseThrow().bytes(100_000))
                    .isEqualTo(StoreContract.random(100_000, 100_000));
            assertThat(StoreCheck.run(disk, damaged -> {}).damaged()).isZero();
            store.remove(new Key("go", "held"));
            commit(store, "held/again", 50_000);
        }
    }

    @Test
    void what_the_disk_does_not_take_arrives_elsewhere_and_is_told_once_and_when_it_is_over() throws Exception {
        List<Event> events = new ArrayList<>();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        byte[] large = StoreContract.random(1, 3_000_000);
        try (FileStore store = FileStore.open(disk, List.of(elsewhere), InstantSource.system(), events::add)) {
            for (int round = 0; round < 2; round++) {
                try (Staged staged = store.stage()) {
                    staged.write(ByteBuffer.wrap(large, 0, 700_000));
                    try (FileChannel early = staged.open()) {
                        staged.write(ByteBuffer.wrap(large, 700_000, 2_300_000));
                        assertThat(early.read(ByteBuffer.allocate(10), 0)).isEqualTo(10);
                    }
                    staged.complete();
                    assertThat(staged.bytes(3_000_000)).isEqualTo(large);
                    assertThat(staged.sha256()).isEqualTo(Digest.of(large));
                    assertThatThrownBy(() -> store.commit(staged, new Key("go", "large"), META))
                            .hasMessageContaining("No space left");
                    assertThat(store.refusals()).singleElement().asString().contains("No space left", "not stored");
                }
            }
            assertThat(store.find(new Key("go", "large"))).isEmpty();
            assertThat(events).singleElement().isInstanceOf(Event.Alarm.class);
            Files.write(disk.resolve("filler"), new byte[900_000]);
            assertThat(store.refusals()).as("with less room than was wanted").hasSize(1);
            Files.delete(disk.resolve("filler"));
        }
        assertThat(elsewhere).isEmptyDirectory();
        try (FileStore store = FileStore.open(disk, List.of(elsewhere), InstantSource.system(), events::add)) {
            Path filler = Files.write(disk.resolve("filler"), new byte[900_000]);
            events.clear();
            try (Staged staged = store.stage()) {
                staged.write(ByteBuffer.wrap(large));
            }
            assertThat(store.refusals()).hasSize(1);
            Files.delete(filler);
            commit(store, "small", 10_000);
            assertThat(store.refusals()).isEmpty();
            assertThat(events).hasSize(2).last().isInstanceOf(Event.LogNote.class);
        }
    }

    @Test
    void where_there_is_no_room_elsewhere_either_it_fails_for_the_first_reason() throws Exception {
        try (FileStore store = FileStore.open(disk, List.of(disk), InstantSource.system(), Events.NONE);
                Staged staged = store.stage()) {
            assertThatThrownBy(() -> staged.write(ByteBuffer.wrap(StoreContract.random(1, 3_000_000))))
                    .hasMessageContaining("No space left");
        }
    }

    @Test
    void what_a_killed_process_left_elsewhere_is_removed_at_the_next_start() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path left;
        try (FileStore store = FileStore.open(disk, List.of(elsewhere), InstantSource.system(), Events.NONE);
                Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(StoreContract.random(1, 3_000_000)));
            try (Stream<Path> folders = Files.list(elsewhere)) {
                left = folders.findFirst().orElseThrow();
            }
        }
        Files.write(Files.createDirectory(left).resolve("1"), new byte[100]);
        Path another = Files.createDirectory(elsewhere.resolve("breakwater-0123456789abcdef-1"));
        FileStore.open(disk, List.of(elsewhere), InstantSource.system(), Events.NONE)
                .close();
        assertThat(left).doesNotExist();
        assertThat(another).exists();
    }

    /** Fills the disk with content that stays in memory until its commit. */
    private static boolean fits(FileStore store, int i) throws IOException {
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(StoreContract.random(i, 15_000)));
            staged.complete();
            try {
                store.commit(staged, new Key("go", "small/" + i), META);
                return true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
                assertThat(staged.bytes(15_000)).isEqualTo(StoreContract.random(i, 15_000));
                return false;
            }
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_named_at_the_start() throws Exception {
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
        assertThatThrownBy(() -> FileStore.open(disk, InstantSource.system(), Events.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(disk.toString())
                .hasMessageContaining("Read-only file system")
                .hasMessageContaining("data-dir");
    }
}
