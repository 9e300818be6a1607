package dev.breakwater.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the command line said; missing where it said nothing. */
public record Flags(
        @Nullable Path config,
        @Nullable String listen,
        @Nullable String dataDir,
        boolean offline,
        @Nullable String logFormat) {
    /** Nothing was said. */
    public static final Flags NONE = new Flags(null, null, null, false, null);

    /** Only the file was named. */
    public static Flags file(@Nullable Path config) {
        return new Flags(config, null, null, false, null);
    }
}
