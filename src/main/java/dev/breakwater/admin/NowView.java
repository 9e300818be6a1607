package dev.breakwater.admin;

import dev.breakwater.insight.Build;
import dev.breakwater.insight.RequestFigures;
import java.util.List;

/** The data of the first page. */
public record NowView(
        ServerState server, RequestFigures figures, Upstreams upstreams, AlertList alerts, List<Build> builds) {
    /** The worst state of {@code upstream} in any class of traffic. */
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
