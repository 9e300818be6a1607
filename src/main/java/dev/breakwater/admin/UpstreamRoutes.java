package dev.breakwater.admin;

import java.util.List;

/** The routes of the upstreams. */
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
                        "The upstreams and their state",
                        List.of(),
                        Upstreams.class,
                        call -> looks.upstreams()),
                ApiRoute.look(
                        "/upstreams/history",
                        "The upstreams' history since the start",
                        List.of(),
                        UpstreamHistory.class,
                        call -> looks.history(call.seesAll())),
                change("drain", "Disables an upstream: it is not asked until it is restored", true),
                change("restore", "Enables a disabled upstream again", false));
    }

    private ApiRoute change(String verb, String summary, boolean drained) {
        return new ApiRoute(
                "POST",
                "/upstreams/{name}/" + verb,
                summary,
                RequiredRight.ADMIN,
                List.of(Param.path(
                        "name",
                        "The upstream's configured name; applies to all repositories with an upstream"
                                + " of that name")),
                null,
                Upstreams.class,
                call -> {
                    if (!controls.drain(call.path("name"), drained, call.by())) {
                        throw new AdminException(404, "Unknown upstream: " + call.path("name") + ".");
                    }
                    return looks.upstreams();
                });
    }
}
