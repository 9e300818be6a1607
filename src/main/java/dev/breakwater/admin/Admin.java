package dev.breakwater.admin;

import dev.breakwater.http.Annex;
import dev.breakwater.http.Page;
import dev.breakwater.http.Visit;
import java.util.ArrayList;
import java.util.List;

/** The console and the API, as the edge sees them. */
public final class Admin implements Annex {
    private static final int SMALL = 64 * 1024;

    private final Api api;

    /** Shows what is in {@code sources}, does by {@code controls} what it is told. */
    public Admin(Sources sources, Controls controls) {
        api = new Api(routes(sources, controls));
    }

    /** All of the API. */
    static List<Route> routes(Sources sources, Controls controls) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ServerRoutes(sources, controls).routes());
        routes.addAll(new UpstreamRoutes(sources, controls).routes());
        return routes;
    }

    @Override
    public boolean has(String path) {
        return path.startsWith(Api.ROOT + "/");
    }

    @Override
    public int limit(String path) {
        return SMALL;
    }

    @Override
    public Page answer(Visit visit) throws InterruptedException {
        return api.answer(visit);
    }
}
