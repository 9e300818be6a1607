package dev.breakwater.format.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.pull.DescriptorSizes.DescribedImage;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredManifestsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final FileTime OLD = FileTime.from(NOW.minus(Duration.ofDays(30)));
    private static final DescribedImage TEA = new DescribedImage("hub", new ImageName("library/tea"));

    @TempDir
    private Path folder = Path.of("");

    /** Commits a manifest, which was last used long ago. */
    private Path committed(FileStore store, Standing standing, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Key key = ImageKeys.manifest(TEA.stored(), TEA.name(), ContentDigest.of(bytes));
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap(bytes));
            staged.complete();
            store.commit(staged, key, new Meta("t", standing, "by", "-", NOW, null, false));
        }
        Path file = folder.resolve("entries/hub/" + key.path() + "=");
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(OLD, OLD, null);
        return file;
    }

    @Test
    void to_read_them_is_no_use_and_a_damaged_one_hides_no_other() throws Exception {
        List<String> read = new ArrayList<>();
        try (FileStore store = FileStore.open(folder, InstantSource.fixed(NOW), Events.NONE)) {
            Path file = committed(store, Standing.CONFIRMED, "one");
            committed(store, Standing.CONFIRMED, "another");
            committed(store, Standing.PROVISIONAL, "not verified");
            Path damaged = committed(store, Standing.CONFIRMED, "damaged");
            byte[] bytes = Files.readAllBytes(damaged);
            bytes[1] ^= 1;
            Files.write(damaged, bytes);
            StoredManifests.read(store, TEA, bytesOf -> read.add(new String(bytesOf, StandardCharsets.UTF_8)));
            assertThat(Files.readAttributes(file, "lastAccessTime")).containsEntry("lastAccessTime", OLD);
        }
        assertThat(read).containsExactlyInAnyOrder("one", "another");
    }
}
