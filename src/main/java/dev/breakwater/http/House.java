package dev.breakwater.http;

import dev.breakwater.auth.Principal;
import dev.breakwater.repository.Site;
import java.util.List;
import java.util.function.Supplier;

/** Answers what belongs to no repository: the server's own pages, and what was meant otherwise. */
final class House {
    private final Shop shop;
    private final PageReplies pages;

    House(Shop shop) {
        this.shop = shop;
        this.pages = new PageReplies(shop.replies());
    }

    /** Whether {@code path} can only be seen by some. */
    static boolean guarded(String path, Site site) {
        return path.equals("/-/metrics") && !site.access().metrics();
    }

    /** Whether {@code path} is a page of our own that everybody may see, whatever credentials are sent along. */
    static boolean free(String path, Site site) {
        return path.startsWith("/-/") && !guarded(path, site);
    }

    void answer(Exchange exchange, Site site, Principal principal, String path, long millis) {
        switch (path) {
            case "/-/live" -> exchange.send(Pages.live(pages, millis), Label.NONE, null);
            case "/-/ready" ->
                own(
                        exchange,
                        () -> Pages.ready(
                                pages,
                                unready(),
                                shop.status().degraded(),
                                shop.clock().millis()));
            case "/-/metrics" -> metrics(exchange, site, principal, millis);
            default -> exchange.send(Pages.unknown(shop.replies(), site, path, millis), Label.NONE, null);
        }
    }

    private void metrics(Exchange exchange, Site site, Principal principal, long millis) {
        if (!site.access().maySeeMetrics(principal)) {
            Reply refusal = principal.anonymous()
                    ? shop.replies().unauthorised("the metrics are not for everybody", millis)
                    : shop.replies().refusal(403, Label.NONE, millis, "The metrics are for who may admin.");
            exchange.send(refusal, Label.NONE, null);
            return;
        }
        own(
                exchange,
                () -> Pages.metrics(pages, shop.status().metrics(), shop.clock().millis()));
    }

    private List<String> unready() {
        return shop.draining().get()
                ? List.of("is shutting down")
                : shop.status().unready();
    }

    /** Makes a page of our own on a virtual thread. */
    private void own(Exchange exchange, Supplier<Reply> page) {
        var _ = exchange.watch();
        Thread.ofVirtual().name("page").start(() -> {
            Reply reply = shop.guarded(exchange.target(), page);
            exchange.onLoop(() -> exchange.send(reply, Label.NONE, null), () -> {});
        });
    }
}
