package dev.breakwater.config;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The upstreams that a repository took from the environment. They are stored in the data folder, because an environment that
 * points at this server afterwards no longer names upstreams.
 *
 * @param list the primary upstreams as in the environment; may contain user and password
 * @param from its source: the variable, or another one
 * @param chosen whether the user chose it
 * @param asked the addresses of all upstreams, including backups, the reserve and {@code direct}
 */
public record Adopted(String list, String from, boolean chosen, List<String> asked) {
    private static final String FILE = "upstreams.properties";

    /** Hides passwords. */
    @Override
    public String toString() {
        return "Adopted[from=" + from + ", chosen=" + chosen + ", asked=" + asked + "]";
    }

    /** The records stored in {@code dataDir}, by repository; empty if they cannot be read. */
    static Map<String, Adopted> read(Path dataDir) {
        Properties kept = new Properties();
        try (Reader file = Files.newBufferedReader(dataDir.resolve(FILE))) {
            kept.load(file);
        } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
            return Map.of();
        }
        Map<String, Adopted> adopted = new HashMap<>();
        for (String name : kept.stringPropertyNames()) {
            if (name.endsWith(".list")) {
                String repository = name.substring(0, name.length() - ".list".length());
                adopted.put(
                        repository,
                        new Adopted(
                                kept.getProperty(name),
                                kept.getProperty(repository + ".from", "the environment"),
                                Boolean.parseBoolean(kept.getProperty(repository + ".chosen", "true")),
                                SafeText.words(kept.getProperty(repository + ".asked", ""))));
            }
        }
        return Map.copyOf(adopted);
    }

    /**
     * Stores {@code adopted} in {@code dataDir}, and keeps the records of other repositories; writes nothing if it is the same
     * as before. Only the owner may read it.
     *
     * @throws IOException if it cannot be written
     */
    public static void keep(Path dataDir, Map<String, Adopted> adopted) throws IOException {
        Map<String, Adopted> all = new HashMap<>(read(dataDir));
        all.putAll(adopted);
        if (all.equals(read(dataDir))) {
            return;
        }
        Properties kept = new Properties();
        all.forEach((repository, each) -> {
            kept.setProperty(repository + ".list", each.list);
            kept.setProperty(repository + ".from", each.from);
            kept.setProperty(repository + ".chosen", String.valueOf(each.chosen));
            kept.setProperty(repository + ".asked", String.join(" ", each.asked));
        });
        Path next = dataDir.resolve(FILE + ".next");
        remove(next);
        try (FileChannel file = FileChannel.open(
                        next,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Writer text = Channels.newWriter(file, StandardCharsets.UTF_8)) {
            kept.store(text, "settings taken from the environment, kept for when it names only this server");
            text.flush();
            file.force(true);
        }
        Files.move(next, dataDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void remove(Path file) throws IOException {
        try {
            Files.delete(file);
        } catch (NoSuchFileException e) {
            // the temporary file was moved to its place
        }
    }
}
