package dev.breakwater.repository;

import dev.breakwater.store.DurableFile;
import dev.breakwater.store.Key;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The journal of what is being published or removed, when that takes more than one entry: a file for each, on the disk before the
 * first of the entries is. A start that finds one finishes the work or takes it back.
 */
public final class PublicationJournal {
    private final Path folder;

    /** In {@code folder}, which need not exist. */
    public PublicationJournal(Path folder) {
        this.folder = folder;
    }

    /** Records that {@code stem}, a key by which the format finds the entries, has begun. */
    public void begin(Key stem) throws IOException {
        new DurableFile(file(stem)).replace((stem.repository() + "\n" + stem.path()).getBytes(StandardCharsets.UTF_8));
    }

    /** Records that it is complete, or not there at all. */
    public void end(Key stem) throws IOException {
        Files.deleteIfExists(file(stem));
    }

    /** Whether {@code stem} was begun and not ended. */
    public boolean isBegun(Key stem) {
        return Files.exists(file(stem));
    }

    /** Those that were begun and not ended. */
    public List<Key> begun() throws IOException {
        List<Key> begun = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> !each.toString().endsWith(".next")).toList()) {
                Optional<byte[]> text = new DurableFile(file).read();
                String[] lines = new String(text.orElse(new byte[0]), StandardCharsets.UTF_8).split("\n", 2);
                if (lines.length == 2) {
                    begun.add(new Key(lines[0], lines[1]));
                }
            }
        } catch (NoSuchFileException e) {
            return begun;
        }
        return begun;
    }

    private Path file(Key stem) {
        return folder.resolve(Digest.of(stem.toString().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 32));
    }
}
