package dev.breakwater.insight;

import dev.breakwater.event.AlertRule;
import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RescuedBy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/** The metrics for Prometheus, counted from events. Labels come from small fixed sets: never a module, a path or a client. */
public final class Metrics implements Events {
    private static final Duration[] STEPS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private record AnsweredLabels(String repository, String kind, String result, int status) {}

    private record AskedLabels(String upstream, String traffic, String outcome) {}

    private record Rescued(String repository, RescuedBy by) {}

    private record PlaceLabels(String upstream, String traffic) {}

    private record ServedLabels(Counter requests, Counter bytes, Timer took) {}

    private record ExchangedLabels(Counter requests, Counter bytes, Timer took) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConcurrentMap<AnsweredLabels, ServedLabels> served = new ConcurrentHashMap<>();
    private final ConcurrentMap<AskedLabels, ExchangedLabels> exchanged = new ConcurrentHashMap<>();
    private final ConcurrentMap<PlaceLabels, AtomicInteger> healthy = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Counter> verdicts = new ConcurrentHashMap<>();
    private final ConcurrentMap<Rescued, Counter> rescued = new ConcurrentHashMap<>();
    private final Counter alarms = registry.counter("breakwater.alarms");
    private final Counter disagreements = registry.counter("breakwater.disagreements");
    private final Counter gone = registry.counter("breakwater.modules.gone");
    private final Counter forks = registry.counter("breakwater.database.forks");
    private final Counter collected = registry.counter("breakwater.store.collected.entries");
    private final Counter collectedBytes = registry.counter("breakwater.store.collected.bytes");

    private final Map<AlertRule, AtomicInteger> firing = new EnumMap<>(AlertRule.class);

    /** Starts at zero, without firing alerts. */
    public Metrics() {
        for (AlertRule rule : AlertRule.values()) {
            AtomicInteger count = new AtomicInteger();
            firing.put(rule, count);
            Gauge.builder("breakwater.alerts.firing", count, AtomicInteger::get)
                    .description("Alerts that are firing")
                    .tag("rule", rule.written())
                    .register(registry);
        }
    }

    /** The registry, for classes of this package with their own metrics. */
    MeterRegistry registry() {
        return registry;
    }

    /** All metrics in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }

    /** Adds a gauge that is read at each scrape. */
    public <T> void gauge(String name, String description, T subject, ToDoubleFunction<T> value) {
        Gauge.builder(name, subject, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** The same for one upstream, in seconds if {@code unit} says so. */
    <T> void gauge(
            String name, String description, String unit, String upstream, T subject, ToDoubleFunction<T> value) {
        Gauge.builder(name, subject, value)
                .description(description)
                .baseUnit(unit)
                .tag("upstream", upstream)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void publish(Event event) {
        switch (event) {
            case Event.Served s -> count(s);
            case Event.Exchanged e -> count(e);
            case Event.ContentChecked j ->
                verdicts.computeIfAbsent(j.result() + " " + j.upstream(), n -> verdict(j))
                        .increment();
            case Event.Unconfirmed u -> {}
            case Event.Disagreed d -> disagreements.increment();
            case Event.HealthChanged h -> changed(h);
            case Event.Configured c ->
                registry.counter("breakwater.configurations", "result", c.taken() ? "taken" : "refused")
                        .increment();
            case Event.Forked f -> {
                alarms.increment();
                forks.increment();
            }
            case Event.ModuleGone g -> gone.increment();
            case Event.Listed l -> {}
            case Event.Switched s -> {}
            case Event.HeadTold h -> {}
            case Event.Collected c -> {
                collected.increment((double) c.entries());
                collectedBytes.increment((double) c.bytes());
            }
            case Event.Alert a -> count(a);
            case Event.Delivery d ->
                registry.counter(
                                "breakwater.webhook.deliveries",
                                "webhook",
                                d.webhook(),
                                "result",
                                d.result().written())
                        .increment();
            case Event.Alarm a -> alarms.increment();
            case Event.LogNote n -> {}
            case Event.Audited a -> {}
            case Event.Probed p ->
                registry.counter(
                                "breakwater.probes",
                                "upstream",
                                p.upstream(),
                                "traffic",
                                p.traffic(),
                                "result",
                                p.well() ? "well" : "failed")
                        .increment();
            case Event.Extra e ->
                registry.counter(
                                "breakwater.extra.requests",
                                "why",
                                e.why().written(),
                                "traffic",
                                e.traffic(),
                                "granted",
                                String.valueOf(e.granted()))
                        .increment();
        }
    }

    private void count(Event.Alert event) {
        AtomicInteger count = firing.get(event.rule());
        if (count != null) {
            count.addAndGet(event.firing() ? 1 : -1);
        }
    }

    private void count(Event.Served event) {
        AnsweredLabels key = new AnsweredLabels(
                event.repository(), event.kind(), event.result().written(), event.status());
        ServedLabels meters = served.get(key);
        if (meters == null) {
            meters = served.computeIfAbsent(key, this::served);
        }
        meters.requests.increment();
        meters.bytes.increment((double) event.bytes());
        meters.took.record(event.took());
        if (event.spared() != RescuedBy.NOTHING && RequestVerdict.of(event) == RequestVerdict.SUCCEEDED) {
            rescued.computeIfAbsent(new Rescued(event.repository(), event.spared()), this::rescued)
                    .increment();
        }
    }

    private Counter rescued(Rescued key) {
        return registry.counter("breakwater.requests.spared", "repository", key.repository, "by", key.by.written());
    }

    private ServedLabels served(AnsweredLabels key) {
        String[] tags = {
            "repository", key.repository, "kind", key.kind, "result", key.result, "status", String.valueOf(key.status)
        };
        return new ServedLabels(
                registry.counter("breakwater.requests", tags),
                registry.counter("breakwater.sent.bytes", tags),
                Timer.builder("breakwater.request.time")
                        .tags("repository", key.repository, "kind", key.kind, "result", key.result, "status", tags[7])
                        .serviceLevelObjectives(STEPS)
                        .register(registry));
    }

    private void count(Event.Exchanged event) {
        ExchangedLabels meters = exchanged.computeIfAbsent(
                new AskedLabels(
                        event.upstream(), event.traffic(), event.outcome().written()),
                this::exchanged);
        meters.requests.increment();
        meters.bytes.increment((double) event.bytes());
        meters.took.record(event.took());
    }

    /** A gauge: 1 if healthy. An upstream whose health never changed has none. */
    private AtomicInteger health(PlaceLabels place) {
        AtomicInteger value = new AtomicInteger();
        Gauge.builder("breakwater.upstream.healthy", value, AtomicInteger::get)
                .tags("upstream", place.upstream, "traffic", place.traffic)
                .description("1 if an upstream is healthy for a class of traffic, else 0")
                .register(registry);
        return value;
    }

    private ExchangedLabels exchanged(AskedLabels key) {
        String[] tags = {"upstream", key.upstream, "traffic", key.traffic, "outcome", key.outcome};
        return new ExchangedLabels(
                registry.counter("breakwater.upstream.requests", tags),
                registry.counter("breakwater.upstream.bytes", tags),
                Timer.builder("breakwater.upstream.time")
                        .tags(tags)
                        .serviceLevelObjectives(STEPS)
                        .register(registry));
    }

    private void changed(Event.HealthChanged event) {
        registry.counter(
                        "breakwater.upstream.changes",
                        "upstream",
                        event.upstream(),
                        "traffic",
                        event.traffic(),
                        "to",
                        event.to().written())
                .increment();
        healthy.computeIfAbsent(new PlaceLabels(event.upstream(), event.traffic()), this::health)
                .set(event.to() == CircuitState.HEALTHY ? 1 : 0);
    }

    private Counter verdict(Event.ContentChecked event) {
        // Merged answers name all their witnesses; the label must stay one of few.
        String upstream = event.upstream().indexOf(',') >= 0 ? "several" : event.upstream();
        return registry.counter("breakwater.verdicts", "verdict", event.result().written(), "upstream", upstream);
    }
}
