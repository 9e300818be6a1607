package dev.breakwater.admin;

import java.util.List;

/** The upstreams. */
final class UpstreamRoutes {
    private final Looks looks;
    private final Controls controls;

    UpstreamRoutes(Looks looks, Controls controls) {
        this.looks = looks;
        this.controls = controls;
    }

    List<Route> routes() {
        return List.of(
                Route.look(
                        "/upstreams",
                        "The upstreams and what is thought of them",
                        List.of(),
                        Upstreams.class,
                        call -> looks.upstreams()),
                Route.look(
                        "/upstreams/history",
                        "What has happened with upstreams since the start",
                        List.of(),
                        UpstreamHistory.class,
                        call -> looks.history(call.seesAll())),
                change("drain", "Takes an upstream out: it is not asked until it is restored", true),
                change("restore", "Lets an upstream be asked again that was taken out", false));
    }

    private Route change(String verb, String summary, boolean drained) {
        return new Route(
                "POST",
                "/upstreams/{name}/" + verb,
                summary,
                Need.ADMIN,
                List.of(Param.path(
                        "name", "The upstream, as it is configured; of all repositories that have one of that name")),
                null,
                Upstreams.class,
                call -> {
                    if (!controls.drain(call.path("name"), drained, call.by())) {
                        throw new AdminException(404, "There is no upstream called " + call.path("name") + ".");
                    }
                    return looks.upstreams();
                });
    }
}
