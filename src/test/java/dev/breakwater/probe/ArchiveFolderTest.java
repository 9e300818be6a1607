package dev.breakwater.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFolderTest {
    @TempDir
    private Path temporary = Path.of("");

    @Test
    void closed_folder_is_gone_with_what_is_still_written_to_and_takes_nothing() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("archives"));
        ArchiveFolder archives = new ArchiveFolder(folder);
        try (Archive given = archives.archive();
                Archive up = archives.archive()) {
            up.channel().write(ByteBuffer.allocate(10));
            assertThat(folder).isDirectoryContaining("glob:**.zip");
            archives.close();
            given.channel().write(ByteBuffer.allocate(10));
            assertThat(folder).doesNotExist();
            assertThatThrownBy(archives::archive)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has ended");
        }
        assertThat(folder).doesNotExist();
    }
}
