package dev.breakwater.admin;

import java.util.List;

/** The routes of the store. */
final class StorageRoutes {
    private final PageData looks;

    StorageRoutes(PageData looks) {
        this.looks = looks;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.look("/storage", "How much is stored", List.of(), Storage.class, call -> looks.storage()),
                new ApiRoute(
                        "GET",
                        "/storage/preview",
                        "What a collection would remove now; reads the whole store",
                        RequiredRight.ADMIN,
                        List.of(),
                        null,
                        StoragePreview.class,
                        call -> looks.preview()));
    }
}
