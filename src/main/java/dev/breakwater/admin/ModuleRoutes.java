package dev.breakwater.admin;

import java.util.List;

/** The routes of the stored modules. */
final class ModuleRoutes {
    private final PageData looks;

    ModuleRoutes(PageData looks) {
        this.looks = looks;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.look(
                        "/modules",
                        "Searches the stored modules",
                        List.of(
                                Param.text("q", "A part of the module's path, in any case; default: all"),
                                Param.text("repository", "Only in this repository"),
                                Param.number("offset", "How many results to skip"),
                                Param.number("most", "Maximum number of results; default 50, at most 500")),
                        ModuleSearch.class,
                        call -> looks.modules(call.query(), call.seesAll())),
                ApiRoute.look(
                        "/modules/versions",
                        "The stored versions of one module",
                        List.of(
                                Param.text("repository", "The repository that stores it"),
                                Param.text("module", "Its path, as in a go.mod")),
                        ModuleVersions.class,
                        call -> looks.versions(
                                call.query(), call.seesAll(), call.visit().base())),
                ApiRoute.look(
                        "/holdings",
                        "Totals of what is stored",
                        List.of(Param.number("days", "Days of growth to return; default 30, at most 365")),
                        Holdings.class,
                        call -> looks.holdings(call.query(), call.seesAll())));
    }
}
