package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("breakwater.yaml"), "offline: false\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    }

    @Test
    void an_untouched_file_has_not_changed() {
        FileWatch watch = new FileWatch(file);
        assertThat(watch.changed()).isFalse();
        assertThat(watch.changed()).isFalse();
    }

    @Test
    void a_file_written_over_in_place_has_changed_once_it_is_still() throws Exception {
        FileWatch watch = new FileWatch(file);
        Files.writeString(file, "offline: true\n");
        assertThat(watch.changed()).as("it may still be written to").isFalse();
        assertThat(watch.changed()).isTrue();
        assertThat(watch.changed()).as("once is enough").isFalse();
    }

    @Test
    void a_file_that_is_being_written_is_waited_for() throws Exception {
        FileWatch watch = new FileWatch(file);
        Files.writeString(file, "offl");
        assertThat(watch.changed()).isFalse();
        Files.writeString(file, "ine: ", StandardOpenOption.APPEND);
        assertThat(watch.changed()).isFalse();
        Files.writeString(file, "true\n", StandardOpenOption.APPEND);
        assertThat(watch.changed()).isFalse();
        assertThat(watch.changed()).isTrue();
    }

    @Test
    void a_file_renamed_over_it_is_a_change_even_of_the_same_size_and_age() throws Exception {
        FileWatch watch = new FileWatch(file);
        Path other = Files.writeString(folder.resolve("new"), "offline: \"no\"\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(watch.changed()).isFalse();
        assertThat(watch.changed()).isTrue();
    }

    @Test
    void a_folder_link_that_leads_elsewhere_now_is_a_change() throws Exception {
        // The way Kubernetes updates a ConfigMap: file -> ..data/file, ..data -> a folder of this version.
        Path first = Files.createDirectory(folder.resolve("..first"));
        Path second = Files.createDirectory(folder.resolve("..second"));
        Files.writeString(first.resolve("b.yaml"), "offline: false\n");
        Files.writeString(second.resolve("b.yaml"), "offline: true\n");
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
        Path link = Files.createSymbolicLink(folder.resolve("b.yaml"), data.resolve("b.yaml"));
        FileWatch watch = new FileWatch(link);
        Path swapped = Files.createSymbolicLink(folder.resolve("..data_tmp"), second);
        Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE);
        assertThat(watch.changed()).isFalse();
        assertThat(watch.changed()).isTrue();
    }

    @Test
    void a_file_that_goes_and_comes_back_the_same_has_not_changed() throws Exception {
        FileWatch watch = new FileWatch(file);
        Path aside = Files.move(file, folder.resolve("aside"));
        assertThat(watch.changed()).isFalse();
        Files.move(aside, file);
        assertThat(watch.changed()).isFalse();
        assertThat(watch.changed()).isFalse();
    }

    @Test
    void what_was_read_otherwise_is_no_change() throws Exception {
        FileWatch watch = new FileWatch(file);
        Files.writeString(file, "offline: true\n");
        watch.reading();
        assertThat(watch.changed()).isFalse();
        assertThat(watch.changed()).isFalse();
    }
}
