package dev.breakwater.admin;

import dev.breakwater.auth.Guesses;
import dev.breakwater.hook.HookHost;
import dev.breakwater.hook.PushHooks;
import dev.breakwater.http.ExtensionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The routes that refresh stored answers: by module, and by push hooks. */
final class RefreshRoutes {
    /** The address of push hooks, whose bodies may be larger. */
    static final String HOOKS = Api.ROOT + "/hooks/";

    static final int LONGEST = PushHooks.LONGEST;

    private final Refreshes refreshes;

    RefreshRoutes(Refreshes refreshes) {
        this.refreshes = refreshes;
    }

    List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(
                        "POST",
                        "/refresh",
                        "Refreshes a module's list, its newest version, and the stored answers for branches,"
                                + " tags and commits",
                        RequiredRight.ADMIN,
                        List.of(),
                        RefreshOrder.class,
                        Refreshed.class,
                        call -> {
                            RefreshOrder order = call.body(RefreshOrder.class);
                            return refreshes.refresh(order.repository(), order.module(), call.by());
                        }),
                new ApiRoute(
                        "POST",
                        "/hooks/{host}",
                        "A push hook: refreshes the stored modules of the pushed repository",
                        RequiredRight.NOTHING,
                        List.of(Param.path(
                                "host", "github, gitlab or gitea; its signature or secret authenticates it")),
                        null,
                        Refreshed.class,
                        new Pushes()));
    }

    /**
     * The handler of push hooks. Guessing a plain secret is slowed down like guessing tokens. A wrong HMAC is not counted as a
     * guess, because a code host sends for all its users from the same addresses: another user's wrong ones must not block the
     * right ones.
     */
    private final class Pushes implements ApiRoute.Handler {
        @Override
        public void expect(ApiCall head) throws AdminException {
            ExtensionRequest visit = head.visit();
            HookHost host = host(head);
            proven(host, visit, () -> {
                refreshes.expect(host, visit::header);
                return null;
            });
        }

        @Override
        public Object answer(ApiCall call) throws AdminException {
            ExtensionRequest visit = call.visit();
            HookHost host = host(call);
            Refreshed refreshed = proven(host, visit, () -> refreshes.pushed(host, visit::header, visit.body()));
            return Objects.requireNonNull(refreshed);
        }
    }

    private static HookHost host(ApiCall call) throws AdminException {
        return HookHost.of(call.path("host"))
                .orElseThrow(() -> new AdminException(
                        404, "Unknown hook: " + call.path("host") + "; expected github, gitlab or gitea."));
    }

    private interface Trial {
        @Nullable
        Refreshed run() throws AdminException;
    }

    private static @Nullable Refreshed proven(HookHost host, ExtensionRequest visit, Trial trial)
            throws AdminException {
        if (!host.guessable()) {
            return trial.run();
        }
        Guesses guesses = visit.site().access().authenticator().hooks();
        Duration rest = guesses.rest(visit.remote());
        if (!rest.isZero()) {
            throw new AdminException(429, "Too many hooks with a wrong secret from your address: retry later.");
        }
        try {
            return trial.run();
        } catch (AdminException e) {
            if (e.status() == 403) {
                guesses.wrong(visit.remote());
            }
            throw e;
        }
    }
}
