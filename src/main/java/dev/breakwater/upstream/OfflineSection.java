package dev.breakwater.upstream;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Types;
import java.util.List;

/** The {@code offline} key of the configuration. */
public final class OfflineSection implements Section<OfflineSettings> {
    private static final SettingKey<Boolean> OFFLINE = SettingKey.value(
                    "offline", Types.FLAG, "Don't contact upstreams; serve cached modules only.", "true")
            .fallback("false");

    @Override
    public Class<OfflineSettings> type() {
        return OfflineSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("", List.of(OFFLINE)));
    }

    @Override
    public OfflineSettings read(Block top, Settings above) {
        return new OfflineSettings(top.get(OFFLINE));
    }
}
