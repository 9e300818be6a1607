package dev.breakwater.store;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Types;
import java.nio.file.Path;
import java.util.List;

/** The {@code data-dir} key of the configuration. */
public final class DataSection implements Section<DataSettings> {
    private static final SettingKey<Path> DATA_DIR = SettingKey.value(
                    "data-dir",
                    Types.FILE,
                    "Folder for all data; relative to the working directory.",
                    "/var/lib/breakwater")
            .fallback("data")
            .needsRestart();

    @Override
    public Class<DataSettings> type() {
        return DataSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("", List.of(DATA_DIR)));
    }

    @Override
    public DataSettings read(Block top, Settings above) {
        return new DataSettings(top.get(DATA_DIR));
    }
}
