package dev.breakwater.format.go.zip;

import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file as content. */
public record FileContent(Path path) implements Content {
    static FileContent of(Path folder, byte[] bytes) throws IOException {
        return new FileContent(Files.write(Files.createTempFile(folder, "content", ".zip"), bytes));
    }

    @Override
    public long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new UncheckedIOException("a test's own file", e);
        }
    }

    @Override
    public Digest sha256() {
        throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public FileChannel open() throws IOException {
        return FileChannel.open(path);
    }
}
