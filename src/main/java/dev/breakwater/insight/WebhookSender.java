package dev.breakwater.insight;

import dev.breakwater.event.DeliveryResult;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.WebException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The sender of one webhook's messages, one at a time and in order, on a virtual thread; its callers never wait. */
final class WebhookSender {
    private static final int QUEUE = 100;
    private static final int MOST_READ = 4096;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final WebhookTarget target;
    private final OutboundHttp.OriginClient line;
    private final String server;
    private final Webhooks.RetryPace pace;
    private final Events events;
    private final InstantSource clock;
    private final BlockingQueue<Event.Alert> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Deque<Instant> sent = new ArrayDeque<>();
    private final CountDownLatch ended;
    private volatile boolean retired;

    /** Ends when {@code ended} does, even if messages are waiting. */
    WebhookSender(
            WebhookTarget target,
            OutboundHttp.OriginClient line,
            String server,
            Webhooks.RetryPace pace,
            Events events,
            InstantSource clock,
            CountDownLatch ended) {
        this.target = target;
        this.line = line;
        this.server = server;
        this.pace = pace;
        this.events = events;
        this.clock = clock;
        this.ended = ended;
    }

    void start() {
        Thread.ofVirtual().name("webhook " + target.name()).start(this::run);
    }

    /** Queues {@code alert} if the webhook is configured for its rule. */
    void offer(Event.Alert alert) {
        if (target.rules().contains(alert.rule()) && !queue.offer(alert)) {
            told(DeliveryResult.DROPPED, alert.id() + " dropped: the queue is full (" + QUEUE + " messages)");
        }
    }

    /** Delivers the waiting messages, and ends. */
    void retire() {
        retired = true;
    }

    private void run() {
        try {
            while (ended.getCount() > 0) {
                Event.Alert next = queue.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    deliver(next);
                } else if (retired) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            told(DeliveryResult.FAILED, "interrupted");
        }
    }

    private void deliver(Event.Alert alert) throws InterruptedException {
        String id = "msg_" + UUID.randomUUID();
        Duration pause = pace.first();
        for (int attempt = 1; !throttled(); attempt++) {
            String why;
            switch (attempt(alert, id)) {
                case MessageShape.ReplyMeaning.Delivered t -> {
                    told(DeliveryResult.DELIVERED, alert.id());
                    return;
                }
                case MessageShape.ReplyMeaning.Undeliverable refused -> {
                    told(DeliveryResult.FAILED, alert.id() + " failed: " + refused.why());
                    return;
                }
                case MessageShape.ReplyMeaning.RetryLater later -> why = later.why();
            }
            if (attempt >= pace.attempts()) {
                told(DeliveryResult.FAILED, alert.id() + " failed after " + attempt + " attempts: " + why);
                return;
            }
            told(DeliveryResult.RETRIED, alert.id() + ": " + why + "; retrying in " + pause.toMillis() + " ms");
            if (over(pause)) {
                return;
            }
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
        }
    }

    /** Waits while the rate limit of the last minute is reached; true if the sender has ended meanwhile. */
    private boolean throttled() throws InterruptedException {
        while (true) {
            Instant now = clock.instant();
            while (!sent.isEmpty() && !sent.getFirst().plus(pace.window()).isAfter(now)) {
                sent.removeFirst();
            }
            if (sent.size() < pace.most()) {
                sent.addLast(now);
                return ended.getCount() == 0;
            }
            if (over(Duration.between(now, sent.getFirst().plus(pace.window())))) {
                return true;
            }
        }
    }

    /** Waits; true if the sender has ended meanwhile. */
    private boolean over(Duration pause) throws InterruptedException {
        return ended.await(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
    }

    private MessageShape.ReplyMeaning attempt(Event.Alert alert, String id) {
        WebhookMessage parcel = target.shape().parcel(target, alert, server, id, clock.instant());
        try (OutboundResponse reply = line.post(parcel.url(), parcel.headers(), parcel.body(), new Cancellation())) {
            return target.shape().reception(reply.status(), reply.beginning(MOST_READ));
        } catch (WebException e) {
            return new MessageShape.ReplyMeaning.RetryLater(String.valueOf(e.getMessage()));
        }
    }

    private void told(DeliveryResult result, String said) {
        events.publish(new Event.Delivery(target.name(), result, said));
    }
}
