package dev.breakwater.http;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Key;
import dev.breakwater.config.Key.Shape;
import dev.breakwater.config.Section;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Types;
import java.time.Duration;
import java.util.List;

/** What clients may use. */
public final class LimitSection implements Section<LimitSettings> {
    private static final Key<String> LIMITS = Key.block("limits", Shape.BLOCK, "What clients, and git, may use.");
    private static final Key<Integer> CONNECTIONS = Key.value(
                    "connections",
                    Types.number(1, 1_000_000),
                    "How many connections may be open at once; for one more, one without a request is closed. Without it: half"
                            + " of the files that the system lets us open.",
                    "2000")
            .needsRestart();
    private static final Key<Integer> HEADER_SIZE = Key.value(
                    "header-size", Types.size(1024, 1 << 20), "How large all the headers of a request may be.", "32KiB")
            .fallback("16KiB")
            .needsRestart();
    private static final Key<Integer> URL_LENGTH = Key.value(
                    "url-length", Types.size(256, 1 << 20), "How long the first line of a request may be.", "4KiB")
            .fallback("8KiB")
            .needsRestart();
    private static final Key<Duration> REQUEST_TIME = Key.value(
                    "request-time",
                    Types.TIME_LIMIT,
                    "How long the first bytes of a connection, and the head of a request, may take to arrive.",
                    "30s")
            .fallback("10s")
            .needsRestart();
    private static final Key<Duration> IDLE_TIME = Key.value(
                    "idle-time",
                    Types.TIME_LIMIT,
                    "How long a connection may be silent before it is closed, and a client may take nothing of an"
                            + " answer. The go command keeps a connection for 90 s.",
                    "5m")
            .fallback("120s")
            .needsRestart();
    private static final Key<Duration> DRAIN_TIME = Key.value(
                    "drain-time", Types.DURATION, "How long running answers may go on after Ctrl-C or SIGTERM.", "2m")
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
