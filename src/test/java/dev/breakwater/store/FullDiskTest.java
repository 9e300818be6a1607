package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of 1 MiB in memory, which takes the right to mount one. */
class FullDiskTest {
    private static final Meta META = new Meta("t", Standing.CONFIRMED, "by", "u", Instant.EPOCH, null, null, false);

    @TempDir
    Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.toString());
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
