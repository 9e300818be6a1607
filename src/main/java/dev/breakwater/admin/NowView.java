package dev.breakwater.admin;

import dev.breakwater.insight.Build;
import dev.breakwater.insight.RequestFigures;
import java.util.List;

/** What the first page shows. */
public record NowView(
        ServerState server, RequestFigures figures, Upstreams upstreams, AlertList alerts, List<Build> builds) {
    private static final double WELL = 0.999;

    /** How builds fare, in a word: {@code down}, {@code bad}, {@code doubt} or {@code well}. */
    public String verdict() {
        Double success = figures.successRate();
        if (!server.ready()) {
            return "down";
        }
        if (success != null && success < WELL) {
            return "bad";
        }
        return alerts.firing().isEmpty() && server.degraded().isEmpty() ? "well" : "doubt";
    }

    /** The worst that is thought of {@code upstream} in any class of traffic. */
    public static String worst(Upstreams.Upstream upstream) {
        if (upstream.drained()) {
            return "drained";
        }
        return upstream.classes().stream()
                .map(Upstreams.TrafficClass::state)
                .filter(state -> !state.equals("healthy"))
                .findFirst()
                .orElse("healthy");
    }
}
