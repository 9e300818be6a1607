package dev.breakwater.admin;

import dev.breakwater.hook.Host;
import dev.breakwater.hook.PushHooks;
import java.util.List;

/** What happened elsewhere, so that upstreams are to be asked anew. */
final class RefreshRoutes {
    /** Below it, bodies may be as large as code hosts make them. */
    static final String HOOKS = Api.ROOT + "/hooks/";

    static final int LONGEST = PushHooks.LONGEST;

    private final Refreshes refreshes;

    RefreshRoutes(Refreshes refreshes) {
        this.refreshes = refreshes;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        "/refresh",
                        "Asks anew for a module's list, its newest version, and what is held of branches, tags and commits",
                        Need.ADMIN,
                        List.of(),
                        RefreshOrder.class,
                        Refreshed.class,
                        call -> {
                            RefreshOrder order = call.body(RefreshOrder.class);
                            return refreshes.refresh(order.repository(), order.module(), call.by());
                        }),
                new Route(
                        "POST",
                        "/hooks/{host}",
                        "A push hook: asks anew for the modules that are held of the repository it tells of",
                        Need.NOTHING,
                        List.of(Param.path("host", "github, gitlab or gitea; what it sends proves who it is")),
                        null,
                        Refreshed.class,
                        this::pushed));
    }

    private Refreshed pushed(Call call) throws AdminException {
        Host host = Host.of(call.path("host"))
                .orElseThrow(() -> new AdminException(
                        404, "There are no hooks of " + call.path("host") + ", only of github, gitlab and gitea."));
        return refreshes.pushed(host, call.visit()::header, call.visit().body());
    }
}
