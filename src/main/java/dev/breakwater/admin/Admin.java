package dev.breakwater.admin;

import dev.breakwater.http.Extension;
import dev.breakwater.http.ExtensionReply;
import dev.breakwater.http.ExtensionRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The extension that serves the console and the API. Nothing of the console is built before it is first opened. */
public final class Admin implements Extension {
    private static final int SMALL = 64 * 1024;

    private final PageData looks;
    private final Controls controls;
    private final Api api;
    private volatile @Nullable Console console;

    /** Shows the data of {@code sources}, and changes the server by {@code controls} and {@code refreshes}. */
    public Admin(Sources sources, Controls controls, Refreshes refreshes) {
        this.looks = new PageData(sources);
        this.controls = controls;
        this.api = new Api(routes(looks, controls, refreshes));
    }

    private Console console() {
        Console made = console;
        return made == null ? makeConsole() : made;
    }

    private synchronized Console makeConsole() {
        Console made = console;
        if (made == null) {
            made = new Console(looks, controls);
            console = made;
        }
        return made;
    }

    /** All routes of the API. */
    static List<ApiRoute> routes(PageData looks, Controls controls, Refreshes refreshes) {
        List<ApiRoute> routes = new ArrayList<>();
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
    public @Nullable ExtensionReply refusal(ExtensionRequest head) throws InterruptedException {
        return head.path().startsWith(Api.ROOT) ? api.refusal(head) : console().refusal(head);
    }

    @Override
    public ExtensionReply answer(ExtensionRequest visit) throws InterruptedException {
        return visit.path().startsWith(Api.ROOT) ? api.answer(visit) : console().answer(visit);
    }
}
