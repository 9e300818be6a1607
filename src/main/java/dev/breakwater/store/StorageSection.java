package dev.breakwater.store;

import dev.breakwater.config.Block;
import dev.breakwater.config.Globs;
import dev.breakwater.config.Group;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import java.time.Duration;
import java.util.List;

/** The {@code storage} section of the configuration. */
public final class StorageSection implements Section<StorageSettings> {
    /** Use is recorded once a day, and of always hot entries every other half day: a shorter limit would remove used entries. */
    private static final Duration SHORTEST = Duration.ofDays(2);

    static final Type<Long> ROOM = Types.room(1 << 20);

    static final Type<Types.Lasting> UNUSED_TIME = Types.LASTING.where(time -> {
        Duration limit = time.limit();
        return limit != null && limit.compareTo(SHORTEST) < 0
                ? new ParseResult.Wrong<>("is too short: use is recorded once a day", "write 2d or more, or forever")
                : null;
    });

    private static final dev.breakwater.config.SettingKey<String> STORAGE = dev.breakwater.config.SettingKey.block(
            "storage",
            Shape.BLOCK,
            "What to keep, and for how long, see [operations](operations.md#how-much-is-kept). Modules published here are"
                    + " always kept.");
    private static final dev.breakwater.config.SettingKey<Long> QUOTA = dev.breakwater.config.SettingKey.value(
            "quota",
            ROOM,
            "Maximum disk space for stored files; the least recently used are removed first. Default: no limit.",
            "50GB");
    private static final dev.breakwater.config.SettingKey<Types.Lasting> UNUSED =
            dev.breakwater.config.SettingKey.value(
                            "unused", UNUSED_TIME, "Remove files unused for this long; at least `2d`.", "90d")
                    .fallback("forever");
    private static final dev.breakwater.config.SettingKey<String> KEEP = dev.breakwater.config.SettingKey.values(
            "keep", Globs.TYPE, "Modules to keep forever, as GOPRIVATE globs.", "[golang.org/x/*, git.example.com]");

    @Override
    public Class<StorageSettings> type() {
        return StorageSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("", List.of(STORAGE)), new Group("storage", List.of(QUOTA, UNUSED, KEEP)));
    }

    @Override
    public StorageSettings read(Block top, Settings above) {
        Block block = top.below("storage");
        List<String> keep = block.list(KEEP);
        return new StorageSettings(
                block.find(QUOTA), block.get(UNUSED).limit(), keep == null ? List.of() : List.copyOf(keep));
    }
}
