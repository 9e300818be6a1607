package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of alerts to webhooks. Each has its own bounded queue, so a chat that is down delays neither others nor the
 * server; failed messages are retried with growing pauses, and each webhook has a rate limit.
 */
public final class Webhooks implements Events, AutoCloseable {
    /**
     * The pace of delivery.
     *
     * @param first the pause after the first attempt that failed; it doubles up to a minute
     * @param attempts how many attempts a message gets
     * @param most how many requests there may be within {@code window}
     */
    public record RetryPace(Duration first, int attempts, int most, Duration window) {
        /** The limit of the strictest chat: 20 a minute; eight attempts take about two minutes. */
        public static final RetryPace USUAL = new RetryPace(Duration.ofSeconds(1), 8, 20, Duration.ofMinutes(1));
    }

    /** The outbound client, and this server's name in messages. */
    private record DeliveryTerms(OutboundHttp web, String server) {}

    private final Events out;
    private final InstantSource clock;
    private final RetryPace pace;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable DeliveryTerms terms;
    private volatile Map<WebhookTarget, WebhookSender> couriers = Map.of();

    /** Starts without webhooks; reports every delivery to {@code out}. */
    public Webhooks(Events out, InstantSource clock, RetryPace pace) {
        this.out = out;
        this.clock = clock;
        this.pace = pace;
    }

    /**
     * Sends to {@code targets} from now on. Unchanged webhooks keep their queues, removed ones deliver their waiting messages.
     *
     * @param web the outbound client
     * @param server how messages name this server
     */
    public synchronized void change(List<WebhookTarget> targets, OutboundHttp web, String server) {
        DeliveryTerms next = new DeliveryTerms(web, server);
        Map<WebhookTarget, WebhookSender> before = couriers;
        Map<WebhookTarget, WebhookSender> kept = next.equals(terms) ? before : Map.of();
        terms = next;
        Map<WebhookTarget, WebhookSender> now = new LinkedHashMap<>();
        for (WebhookTarget target : targets) {
            WebhookSender courier = kept.get(target);
            now.put(target, courier == null ? courier(target, next) : courier);
        }
        couriers = now;
        before.values().stream().filter(courier -> !now.containsValue(courier)).forEach(WebhookSender::retire);
    }

    private WebhookSender courier(WebhookTarget target, DeliveryTerms on) {
        OutboundHttp way = on.web.trusting(Set.of(Endpoint.of(URI.create(target.url()))));
        OutboundHttp.OriginClient line = way.line(Duration.ofSeconds(5), Duration.ofSeconds(10), null);
        WebhookSender courier = new WebhookSender(target, line, on.server, pace, out, clock, ended);
        courier.start();
        return courier;
    }

    @Override
    public void publish(Event event) {
        if (event instanceof Event.Alert alert) {
            couriers.values().forEach(courier -> courier.offer(alert));
        }
    }

    /** Ends at once; waiting messages are not sent. */
    @Override
    public void close() {
        ended.countDown();
    }
}
