package dev.breakwater.http;

import dev.breakwater.auth.Principal;
import dev.breakwater.repository.Site;
import java.util.List;
import java.util.function.Supplier;

/** Answers requests outside of repositories: the server's own pages, and unknown paths. */
final class SystemPages {
    private final ServerContext server;
    private final PageRenderer pages;

    SystemPages(ServerContext server) {
        this.server = server;
        this.pages = new PageRenderer(server.replies());
    }

    /** Whether {@code path} requires a permission. */
    static boolean guarded(String path, Site site) {
        return path.equals("/-/metrics") && !site.access().metrics();
    }

    /** Whether {@code path} is a page of this server for all clients, whatever credentials they send. */
    static boolean free(String path, Site site) {
        return path.startsWith("/-/") && !guarded(path, site);
    }

    void answer(HttpExchange exchange, Site site, Principal principal, String path, long millis) {
        switch (path) {
            case "/-/live" -> exchange.send(HealthPages.live(pages, millis), AnswerTags.NONE, null);
            case "/-/ready" ->
                own(
                        exchange,
                        () -> HealthPages.ready(
                                pages,
                                unready(),
                                server.status().degraded(),
                                server.clock().millis()));
            case "/-/metrics" -> metrics(exchange, site, principal, millis);
            default -> exchange.send(HealthPages.unknown(server.replies(), site, path, millis), AnswerTags.NONE, null);
        }
    }

    private void metrics(HttpExchange exchange, Site site, Principal principal, long millis) {
        if (!site.access().maySeeMetrics(principal)) {
            HttpReply refusal = principal.anonymous()
                    ? server.replies().unauthorised("the metrics require authentication", millis)
                    : server.replies()
                            .refusal(403, AnswerTags.NONE, millis, "The metrics require the admin permission.");
            exchange.send(refusal, AnswerTags.NONE, null);
            return;
        }
        own(
                exchange,
                () -> HealthPages.metrics(
                        pages, server.status().metrics(), server.clock().millis()));
    }

    private List<String> unready() {
        return server.draining().get()
                ? List.of("is shutting down")
                : server.status().unready();
    }

    /** Makes one of the server's own pages on a virtual thread. */
    private void own(HttpExchange exchange, Supplier<HttpReply> page) {
        var _ = exchange.watch();
        Thread.ofVirtual().name("page").start(() -> {
            HttpReply reply = server.guarded(exchange.target(), page);
            exchange.onLoop(() -> exchange.send(reply, AnswerTags.NONE, null), () -> {});
        });
    }
}
