package dev.breakwater.insight;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Types;
import java.util.List;

/** The {@code log} section of the configuration. */
public final class LogSection implements Section<LogSettings> {
    private static final SettingKey<String> LOG = SettingKey.block("log", Shape.BLOCK, "The log.");
    private static final SettingKey<LogFormat> LOG_FORMAT = SettingKey.value(
                    "format", Types.oneOf(LogFormat.class), "Format of log lines.", "json")
            .fallback("text")
            .needsRestart();
    private static final SettingKey<Boolean> LOG_ACCESS = SettingKey.value(
                    "access", Types.FLAG, "Log a line for each request.", "false")
            .fallback("true");

    @Override
    public Class<LogSettings> type() {
        return LogSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("", List.of(LOG)), new Group("log", List.of(LOG_FORMAT, LOG_ACCESS)));
    }

    @Override
    public LogSettings read(Block top, Settings above) {
        Block block = top.below("log");
        return new LogSettings(block.get(LOG_FORMAT), block.get(LOG_ACCESS));
    }
}
