package dev.breakwater.http;

import dev.breakwater.auth.Principal;
import dev.breakwater.repository.Site;
import java.util.List;
import java.util.function.Supplier;

/** Answers what belongs to no repository: the server's own pages, and what was meant otherwise. */
final class SystemPages {
    private final ServerContext shop;
    private final PageRenderer pages;

    SystemPages(ServerContext shop) {
        this.shop = shop;
        this.pages = new PageRenderer(shop.replies());
    }

    /** Whether {@code path} can only be seen by some. */
    static boolean guarded(String path, Site site) {
        return path.equals("/-/metrics") && !site.access().metrics();
    }

    /** Whether {@code path} is a page of our own that everybody may see, whatever credentials are sent along. */
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
                                shop.status().degraded(),
                                shop.clock().millis()));
            case "/-/metrics" -> metrics(exchange, site, principal, millis);
            default -> exchange.send(HealthPages.unknown(shop.replies(), site, path, millis), AnswerTags.NONE, null);
        }
    }

    private void metrics(HttpExchange exchange, Site site, Principal principal, long millis) {
        if (!site.access().maySeeMetrics(principal)) {
            HttpReply refusal = principal.anonymous()
                    ? shop.replies().unauthorised("the metrics are not for everybody", millis)
                    : shop.replies().refusal(403, AnswerTags.NONE, millis, "The metrics are for who may admin.");
            exchange.send(refusal, AnswerTags.NONE, null);
            return;
        }
        own(
                exchange,
                () -> HealthPages.metrics(
                        pages, shop.status().metrics(), shop.clock().millis()));
    }

    private List<String> unready() {
        return shop.draining().get()
                ? List.of("is shutting down")
                : shop.status().unready();
    }

    /** Makes a page of our own on a virtual thread. */
    private void own(HttpExchange exchange, Supplier<HttpReply> page) {
        var _ = exchange.watch();
        Thread.ofVirtual().name("page").start(() -> {
            HttpReply reply = shop.guarded(exchange.target(), page);
            exchange.onLoop(() -> exchange.send(reply, AnswerTags.NONE, null), () -> {});
        });
    }
}
