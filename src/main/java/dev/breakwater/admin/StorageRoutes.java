package dev.breakwater.admin;

import java.util.List;

/** What is held. */
final class StorageRoutes {
    private final Looks looks;

    StorageRoutes(Looks looks) {
        this.looks = looks;
    }

    List<Route> routes() {
        return List.of(
                Route.look("/storage", "How much is held", List.of(), Storage.class, call -> looks.storage()),
                new Route(
                        "GET",
                        "/storage/preview",
                        "What a collection would let go now; walks over everything that is held",
                        Need.ADMIN,
                        List.of(),
                        null,
                        StoragePreview.class,
                        call -> looks.preview()));
    }
}
