package dev.breakwater.admin;

import java.util.List;

/** The routes of the server as a whole. */
final class ServerRoutes {
    private final PageData looks;
    private final Controls controls;

    ServerRoutes(PageData looks, Controls controls) {
        this.looks = looks;
        this.controls = controls;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.look("/server", "The server's state", List.of(), ServerState.class, call -> looks.server()),
                ApiRoute.look(
                        "/status",
                        "Whether builds are safe, in a word and in a sentence",
                        List.of(Param.text("lang", "The language of the sentence: en or zh; default en")),
                        StatusView.class,
                        call -> looks.status(call.query())),
                ApiRoute.look(
                        "/offline", "Whether the server is offline", List.of(), OfflineSwitch.class, call -> offline()),
                new ApiRoute(
                        "PUT",
                        "/offline",
                        "Switches offline on or off, until the server stops",
                        RequiredRight.ADMIN,
                        List.of(),
                        OfflineSwitch.class,
                        OfflineSwitch.class,
                        call -> {
                            controls.offline(call.body(OfflineSwitch.class).offline(), call.by());
                            return offline();
                        }));
    }

    private OfflineSwitch offline() {
        return new OfflineSwitch(looks.server().offline());
    }
}
