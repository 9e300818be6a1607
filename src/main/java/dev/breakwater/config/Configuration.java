package dev.breakwater.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a running server, which can be read repeatedly. Once it has come from a file, it always uses that file:
 * a file that is missing for a moment is a mistake, not a reason to fall back to defaults.
 */
public final class Configuration {
    private final Schema schema;
    private final Map<String, String> environment;
    private Flags flags;
    private @Nullable FileWatch watch;

    /** Reads the keys in {@code schema}, from {@code flags}, {@code environment} and the file. */
    public Configuration(Schema schema, Map<String, String> environment, Flags flags) {
        this.schema = schema;
        this.environment = Map.copyOf(environment);
        this.flags = flags;
    }

    /**
     * Reads it.
     *
     * @throws ConfigException with every mistake, if there are any
     */
    public synchronized Loaded load() throws ConfigException, InterruptedException {
        Loader loader = new Loader(schema, environment);
        Path file = loader.file(flags);
        if (file != null && watch == null) {
            flags = new Flags(file, flags.listen(), flags.dataDir(), flags.offline(), flags.logFormat());
            watch = new FileWatch(file);
        }
        if (watch != null) {
            watch.reading();
        }
        return loader.load(flags);
    }

    /**
     * Reads a changed file. An empty one is a mistake here: more likely it is being written than it means the defaults.
     *
     * @throws ConfigException with every mistake, if there are any
     */
    public Loaded reload() throws ConfigException, InterruptedException {
        Path file = file();
        if (file != null && blank(file)) {
            throw new ConfigException(List.of(new Mistake(
                    file.toString(), "is empty now", "restore its content, or send SIGHUP to apply the defaults")));
        }
        return load();
    }

    private static boolean blank(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The file it comes from; null if there is none. */
    public synchronized @Nullable Path file() {
        return watch == null ? null : flags.config();
    }

    /** Whether the file has changed since it was read, and is no longer being written; call it about once a second. */
    public synchronized boolean changed() {
        return watch != null && watch.changed();
    }
}
