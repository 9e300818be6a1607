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
    private final Console console;

    /** Shows what is in {@code sources}, does by {@code controls} and {@code refreshes} what it is told. */
    public Admin(Sources sources, Controls controls, Refreshes refreshes) {
        Looks looks = new Looks(sources);
        api = new Api(routes(looks, controls, refreshes));
        console = new Console(looks, controls);
    }

    /** All of the API. */
    static List<Route> routes(Looks looks, Controls controls, Refreshes refreshes) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ServerRoutes(looks, controls).routes());
        routes.addAll(new UpstreamRoutes(looks, controls).routes());
        routes.addAll(new TrafficRoutes(looks).routes());
        routes.addAll(new ModuleRoutes(looks).routes());
        routes.addAll(new StorageRoutes(looks).routes());
        routes.addAll(new RefreshRoutes(refreshes).routes());
        return routes;
    }

    @Override
    public boolean has(String path) {
        return path.equals("/") || path.startsWith(Console.ROOT + "/") || path.startsWith(Api.ROOT + "/");
    }

    @Override
    public int limit(String path) {
        return path.startsWith(RefreshRoutes.HOOKS) ? RefreshRoutes.LONGEST : SMALL;
    }

    @Override
    public Page answer(Visit visit) throws InterruptedException {
        return visit.path().startsWith(Api.ROOT) ? api.answer(visit) : console.answer(visit);
    }
}
