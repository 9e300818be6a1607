package dev.breakwater.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The configuration flags of the command line; null for flags not given. */
public record Flags(
        @Nullable Path config,
        @Nullable String listen,
        @Nullable String dataDir,
        boolean offline,
        @Nullable String logFormat) {
    /** No flags. */
    public static final Flags NONE = new Flags(null, null, null, false, null);

    /** Only the file. */
    public static Flags file(@Nullable Path config) {
        return new Flags(config, null, null, false, null);
    }
}
