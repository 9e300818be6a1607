package dev.breakwater.admin;

import dev.breakwater.insight.RequestFigures;
import java.util.List;

/** The routes of requests: statistics, builds, the live tail and alerts. */
final class TrafficRoutes {
    private final PageData looks;

    TrafficRoutes(PageData looks) {
        this.looks = looks;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.look(
                        "/figures",
                        "Request counts within a time window",
                        List.of(
                                Param.text("window", "1m, 5m, 1h or 24h; default 5m"),
                                Param.text("repository", "Only of this repository; default: all")),
                        RequestFigures.class,
                        call -> looks.figures(call.query())),
                ApiRoute.look(
                        "/builds",
                        "Requests grouped into builds, and their trend",
                        List.of(Param.number("most", "Maximum number of builds; default 50, at most 1000")),
                        BuildList.class,
                        call -> looks.builds(call.query(), call.seesAll())),
                ApiRoute.look(
                        "/traffic",
                        "The last requests, newest first; with after, oldest first",
                        List.of(
                                Param.number("after", "Only requests after this number, oldest first"),
                                Param.number("most", "Maximum number; default 100, at most 2000"),
                                Param.text("repository", "Only of this repository"),
                                Param.text("kind", "Only of this kind, for example zip or list"),
                                Param.text("result", "Only with this result, for example hit or trouble"),
                                Param.number("status", "Only of this status class: 2 for 200 to 299, and so on"),
                                Param.text("path", "Only with this text in the path, in any case"),
                                Param.text("client", "Only from this address"),
                                Param.text("spared", "Any value: only requests that Breakwater rescued")),
                        TrafficTail.class,
                        call -> looks.traffic(call.query(), call.seesAll())),
                ApiRoute.look(
                        "/alerts",
                        "Firing and past alerts",
                        List.of(),
                        AlertList.class,
                        call -> looks.alerts(call.seesAll())));
    }
}
