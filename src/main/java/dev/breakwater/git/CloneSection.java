package dev.breakwater.git;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Types;
import java.util.List;

/** The configuration of the disk space for clones; a part of the block {@code limits}. */
public final class CloneSection implements Section<CloneSettings> {
    private static final SettingKey<Long> CLONES = SettingKey.value(
                    "clones",
                    Types.room(1 << 20),
                    "Maximum disk space for all clones of git repositories; the least recently used are"
                            + " removed first.",
                    "100GiB")
            .fallback("20GiB")
            .needsRestart();

    @Override
    public Class<CloneSettings> type() {
        return CloneSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("limits", List.of(CLONES)));
    }

    @Override
    public CloneSettings read(Block top, Settings above) {
        return new CloneSettings(top.below("limits").get(CLONES));
    }
}
