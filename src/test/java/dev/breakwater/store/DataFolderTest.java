package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder itself: who may look into it, and that it is not made again once it is gone. */
class DataFolderTest {
    @TempDir
    private Path folder = Path.of("");

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    private FileStore open(Path dataDir) throws IOException {
        return FileStore.open(dataDir, InstantSource.system(), events::add);
    }

    private List<String> warnings() {
        return events.stream()
                .filter(Event.LogNote.class::isInstance)
                .map(event -> ((Event.LogNote) event).what())
                .filter(what -> what.contains("chmod 700"))
                .toList();
    }

    @Test
    void data_folder_is_made_for_its_owner_alone() throws Exception {
        Path data = folder.resolve("deep/data");
        open(data).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void data_folder_that_others_may_enter_is_warned_of_and_left_as_it_is() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
        open(data).close();
        assertThat(warnings()).singleElement().asString().contains("rwxr-x---", data.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwxr-x---");
        events.clear();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        open(data).close();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void data_folder_that_is_gone_is_not_made_again_by_whoever_keeps_something_there() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), real);
        Path away = folder.resolve("away");
        int kept = 0;
        for (Path data : List.of(folder.resolve("data"), linked.resolve("data"))) {
            try (FileStore store = open(data)) {
                Files.move(data, away);
                assertThatThrownBy(() -> DataFolders.make(data.resolve("catalogue/native")))
                        .hasMessageContaining("is gone");
                assertThatThrownBy(() -> new DurableFile(data.resolve("sumdb/x/head")).replace(new byte[1]))
                        .hasMessageContaining("is gone");
                assertThat(data).doesNotExist();
                Files.move(away, data);
                DataFolders.make(data.resolve("catalogue/native"));
                assertThat(data.resolve("catalogue/native")).isDirectory();
                assertThat(store.failures()).isEmpty();
            }
            // nobody has it any more: it may be made anew
            Files.move(data, away);
            DataFolders.make(data.resolve("catalogue"));
            assertThat(data.resolve("catalogue")).isDirectory();
            Files.move(away, folder.resolve("kept-" + kept++));
        }
    }
}
