package dev.breakwater.format.go.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to keep up to date in a repository ahead of requests.
 *
 * @param modules names, and GOPRIVATE globs of cached modules; empty for none
 * @param every how often to check for new versions of them
 * @param indexFeed an index of new versions; missing for none
 */
public record WarmSettings(
        List<String> modules, Duration every, @Nullable URI indexFeed) {
    /** Nothing. */
    public static final WarmSettings NONE = new WarmSettings(List.of(), Duration.ofDays(1), null);

    /** Copies the list. */
    public WarmSettings {
        modules = List.copyOf(modules);
    }
}
