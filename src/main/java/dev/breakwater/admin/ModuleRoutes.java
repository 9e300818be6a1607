package dev.breakwater.admin;

import java.util.List;

/** The modules that are held. */
final class ModuleRoutes {
    private final PageData looks;

    ModuleRoutes(PageData looks) {
        this.looks = looks;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.look(
                        "/modules",
                        "Searches what is held",
                        List.of(
                                Param.text(
                                        "q", "A part of the module's path, whatever its case; all where it is missing"),
                                Param.text("repository", "In this one alone"),
                                Param.number("offset", "How many of those found to leave out"),
                                Param.number("most", "How many to name; 50 where it is missing, 500 at most")),
                        ModuleSearch.class,
                        call -> looks.modules(call.query(), call.seesAll())),
                ApiRoute.look(
                        "/modules/versions",
                        "What is held of one module",
                        List.of(
                                Param.text("repository", "Under which it is kept"),
                                Param.text("module", "Its path, as it stands in a go.mod")),
                        ModuleVersions.class,
                        call -> looks.versions(call.query(), call.seesAll())),
                ApiRoute.look(
                        "/holdings",
                        "What is held, summed up",
                        List.of(Param.number(
                                "days", "Of how many days the growth is told; 30 where it is missing, 365 at most")),
                        Holdings.class,
                        call -> looks.holdings(call.query(), call.seesAll())));
    }
}
