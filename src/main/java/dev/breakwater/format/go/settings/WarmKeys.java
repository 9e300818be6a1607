package dev.breakwater.format.go.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Globs;
import dev.breakwater.config.Group;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Types;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The keys of what to keep up to date ahead of requests. */
final class WarmKeys {
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    static final SettingKey<String> WARM = SettingKey.block(
            "warm",
            Shape.BLOCK,
            "What to keep up to date ahead of requests, see [operations](operations.md#new-versions-before-anybody-asks).");
    static final SettingKey<String> MODULES = SettingKey.values(
            "modules",
            Globs.TYPE,
            "Modules whose new versions are fetched soon after they appear: names, and GOPRIVATE globs of modules that are"
                    + " cached.",
            "[golang.org/x/*, github.com/spf13/cobra]");
    static final SettingKey<Duration> EVERY = SettingKey.value(
                    "every",
                    Types.DURATION.where(time -> time.compareTo(SHORTEST) < 0
                            ? new ParseResult.Wrong<>("is too short: public mirrors need a pause", "write 10s or more")
                            : null),
                    "How often to check for them; at least `10s`.",
                    "1h")
            .fallback("15m");
    static final SettingKey<URI> INDEX_FEED = SettingKey.value(
            "index-feed",
            Types.URL,
            "An index of new versions in the format of index.golang.org, read every minute: its versions of modules that are"
                    + " cached, or in `modules`, are fetched at once.",
            "https://index.golang.org/index");

    static final Group IN_WARM = new Group("repositories.*.warm", List.of(MODULES, EVERY, INDEX_FEED));

    private WarmKeys() {}

    static WarmSettings read(Block repository) {
        Block block = repository.block(WARM, IN_WARM);
        List<String> modules = block.list(MODULES);
        return new WarmSettings(modules == null ? List.of() : modules, block.get(EVERY), block.find(INDEX_FEED));
    }
}
