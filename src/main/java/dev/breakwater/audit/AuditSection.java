package dev.breakwater.audit;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Types;
import java.util.List;

/** The {@code audit} section of the configuration. */
public final class AuditSection implements Section<AuditSettings> {
    private static final SettingKey<String> AUDIT = SettingKey.block(
            "audit",
            Shape.BLOCK,
            "Audit log of fetches and publishes of private modules: `audit/` in the data folder.");
    private static final SettingKey<Integer> FILE_SIZE = SettingKey.value(
                    "file-size",
                    Types.size(64 << 10, 1 << 30),
                    "Maximum size of a file; a new file is also started each day.",
                    "256MiB")
            .fallback("64MiB")
            .needsRestart();
    private static final SettingKey<Types.Lasting> KEEP = SettingKey.value(
                    "keep", Types.LASTING, "How long to keep the files.", "forever")
            .fallback("365d")
            .needsRestart();

    @Override
    public Class<AuditSettings> type() {
        return AuditSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("", List.of(AUDIT)), new Group("audit", List.of(FILE_SIZE, KEEP)));
    }

    @Override
    public AuditSettings read(Block top, Settings above) {
        Block block = top.below("audit");
        return new AuditSettings(block.get(FILE_SIZE), block.get(KEEP).limit());
    }
}
