package dev.breakwater.http;

import dev.breakwater.auth.Principal;
import dev.breakwater.repository.Site;
import java.util.List;
import java.util.function.Supplier;

/** Answers requests outside of repositories: the server's own pages, and unknown paths. */
final class SystemPages {
    static final String LIVE = "/-/live";
    static final String READY = "/-/ready";
    private static final String METRICS = "/-/metrics";

    private final ServerContext server;
    private final PageRenderer pages;

    SystemPages(ServerContext server) {
        this.server = server;
        this.pages = new PageRenderer(server.replies());
    }

    /** Whether there is a page at {@code path}. */
    static boolean has(String path) {
        return path.equals(LIVE) || path.equals(READY) || path.equals(METRICS);
    }

    /** Whether {@code path} requires a permission. */
    static boolean guarded(String path, Site site) {
        return path.equals(METRICS) && !site.access().metrics();
    }

    void answer(HttpExchange exchange, Site site, Principal principal, String path, long millis) {
        switch (path) {
            case LIVE -> exchange.send(HealthPages.live(pages, millis), AnswerTags.NONE, null);
            case READY ->
                own(
                        exchange,
                        () -> HealthPages.ready(
                                pages,
                                unready(),
                                server.status().degraded(),
                                server.clock().millis()));
            case METRICS -> metrics(exchange, site, principal, millis);
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
