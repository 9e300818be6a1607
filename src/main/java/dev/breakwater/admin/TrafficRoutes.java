package dev.breakwater.admin;

import dev.breakwater.insight.RequestFigures;
import java.util.List;

/** What became of requests. */
final class TrafficRoutes {
    private final PageData looks;

    TrafficRoutes(PageData looks) {
        this.looks = looks;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.look(
                        "/figures",
                        "What became of requests within a window of time",
                        List.of(
                                Param.text("window", "1m, 5m, 1h or 24h; 5m where it is missing"),
                                Param.text("repository", "Of this one alone; all where it is missing")),
                        RequestFigures.class,
                        call -> looks.figures(call.query())),
                ApiRoute.look(
                        "/builds",
                        "Requests grouped into builds, and their trend",
                        List.of(Param.number("most", "How many builds to name; 50 where it is missing, 1000 at most")),
                        BuildList.class,
                        call -> looks.builds(call.query(), call.seesAll())),
                ApiRoute.look(
                        "/traffic",
                        "The last requests: newest first, or with after oldest first",
                        List.of(
                                Param.number("after", "Only what came after the one of that number, oldest first"),
                                Param.number("most", "How many; 100 where it is missing, 2000 at most"),
                                Param.text("repository", "Of this one alone"),
                                Param.text("kind", "Of this kind alone, as zip or list"),
                                Param.text("result", "With this result alone, as hit or trouble"),
                                Param.number("status", "Of this class of status alone: 2 for 200 to 299, and so on"),
                                Param.text("path", "With this in the path, whatever its case"),
                                Param.text("client", "Of this address alone"),
                                Param.text("spared", "Anything: only those that were spared a failure")),
                        TrafficTail.class,
                        call -> looks.traffic(call.query(), call.seesAll())),
                ApiRoute.look(
                        "/alerts",
                        "The alerts that are firing, and that were",
                        List.of(),
                        AlertList.class,
                        call -> looks.alerts(call.seesAll())));
    }
}
