package dev.breakwater.admin;

import java.util.List;

/** The upstreams. */
final class UpstreamRoutes {
    private final PageData looks;
    private final Controls controls;

    UpstreamRoutes(PageData looks, Controls controls) {
        this.looks = looks;
        this.controls = controls;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.look(
                        "/upstreams",
                        "The upstreams and what is thought of them",
                        List.of(),
                        Upstreams.class,
                        call -> looks.upstreams()),
                ApiRoute.look(
                        "/upstreams/history",
                        "What has happened with upstreams since the start",
                        List.of(),
                        UpstreamHistory.class,
                        call -> looks.history(call.seesAll())),
                change("drain", "Takes an upstream out: it is not asked until it is restored", true),
                change("restore", "Lets an upstream be asked again that was taken out", false));
    }

    private ApiRoute change(String verb, String summary, boolean drained) {
        return new ApiRoute(
                "POST",
                "/upstreams/{name}/" + verb,
                summary,
                RequiredRight.ADMIN,
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
