package dev.breakwater.http;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Types;
import java.time.Duration;
import java.util.List;

/** The {@code limits} section of the configuration. */
public final class LimitSection implements Section<LimitSettings> {
    private static final SettingKey<String> LIMITS =
            SettingKey.block("limits", Shape.BLOCK, "Limits for clients, and for git.");
    private static final SettingKey<Integer> CONNECTIONS = SettingKey.value(
                    "connections",
                    Types.number(1, 1_000_000),
                    "Maximum open connections; for one more, an idle one is closed. Default: half of the files"
                            + " that the system lets the server open.",
                    "2000")
            .needsRestart();
    private static final SettingKey<Integer> HEADER_SIZE = SettingKey.value(
                    "header-size", Types.size(1024, 1 << 20), "Maximum size of all headers of a request.", "32KiB")
            .fallback("16KiB")
            .needsRestart();
    private static final SettingKey<Integer> URL_LENGTH = SettingKey.value(
                    "url-length", Types.size(256, 1 << 20), "Maximum length of a request's first line.", "4KiB")
            .fallback("8KiB")
            .needsRestart();
    private static final SettingKey<Duration> REQUEST_TIME = SettingKey.value(
                    "request-time",
                    Types.TIME_LIMIT,
                    "Maximum time until the first bytes of a connection, and the head of a request, have arrived.",
                    "30s")
            .fallback("10s")
            .needsRestart();
    private static final SettingKey<Duration> IDLE_TIME = SettingKey.value(
                    "idle-time",
                    Types.TIME_LIMIT,
                    "Maximum time that a connection may be idle, and that a client may read nothing of an"
                            + " answer, before the connection is closed. The go command keeps a connection for 90 s.",
                    "5m")
            .fallback("120s")
            .needsRestart();
    private static final SettingKey<Duration> DRAIN_TIME = SettingKey.value(
                    "drain-time", Types.DURATION, "Time for running answers to finish after Ctrl-C or SIGTERM.", "2m")
            .fallback("30s");

    private static final Group IN_LIMITS =
            new Group("limits", List.of(CONNECTIONS, HEADER_SIZE, URL_LENGTH, REQUEST_TIME, IDLE_TIME, DRAIN_TIME));

    @Override
    public Class<LimitSettings> type() {
        return LimitSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("", List.of(LIMITS)), IN_LIMITS);
    }

    @Override
    public LimitSettings read(Block top, Settings above) {
        Block block = top.below("limits");
        return new LimitSettings(
                block.find(CONNECTIONS),
                block.get(HEADER_SIZE),
                block.get(URL_LENGTH),
                block.get(REQUEST_TIME),
                block.get(IDLE_TIME),
                block.get(DRAIN_TIME));
    }
}
