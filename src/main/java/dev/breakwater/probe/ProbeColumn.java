package dev.breakwater.probe;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A column of the table of mirrors. */
public record ProbeColumn(String title, Function<MirrorReport, String> cell) {
    private static final String UNKNOWN = "-";

    /** The time to the first byte of one kind of request. */
    public static ProbeColumn latency(String name) {
        return new ProbeColumn(
                name + " p50/p95", mirror -> latency(mirror.latencies().get(name)));
    }

    private static String latency(MirrorReport.@Nullable Latency latency) {
        Double p50 = latency == null ? null : latency.p50();
        Double p95 = latency == null ? null : latency.p95();
        return p50 == null || p95 == null ? UNKNOWN : Math.round(p50) + "/" + Math.round(p95) + " ms";
    }

    /** The throughput of the large archive that is often requested. */
    public static ProbeColumn hot() {
        return new ProbeColumn("hot", mirror -> rate(mirror.hot()));
    }

    /** The throughput of the large archive that is rarely requested. */
    public static ProbeColumn cold() {
        return new ProbeColumn("cold", mirror -> rate(mirror.cold()));
    }

    private static String rate(MirrorReport.@Nullable Throughput throughput) {
        Double p50 = throughput == null ? null : throughput.p50();
        return p50 == null ? UNKNOWN : String.format(Locale.ROOT, "%.1f MB/s", p50 / 1e6);
    }

    /** How many versions its lists are behind. */
    public static ProbeColumn lists() {
        return new ProbeColumn("lists", mirror -> {
            MirrorReport.FreshnessReport lists = mirror.freshness();
            return lists.lists() == 0 ? UNKNOWN : lists.behind() == 0 ? "current" : lists.behind() + " behind";
        });
    }

    /** How much content was compared, or is wrong. */
    public static ProbeColumn content() {
        return new ProbeColumn("content", mirror -> {
            MirrorReport.Consistency content = mirror.consistency();
            return content.wrong() > 0
                    ? content.wrong() + " wrong"
                    : content.compared() == 0 ? UNKNOWN : content.compared() + " right";
        });
    }

    /** Whether it answers honestly that something does not exist. */
    public static ProbeColumn absence() {
        return new ProbeColumn(
                "404",
                mirror -> mirror.gates().stream()
                        .filter(gate -> gate.name() == MustHave.Name.ABSENCE)
                        .map(gate -> switch (gate.result()) {
                            case PASSED -> "ok";
                            case FAILED -> "failed";
                            case UNDECIDED -> UNKNOWN;
                        })
                        .findFirst()
                        .orElse(UNKNOWN));
    }
}
