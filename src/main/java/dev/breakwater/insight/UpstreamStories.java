package dev.breakwater.insight;

import dev.breakwater.event.CheckResult;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.ExchangeOutcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The history of each upstream since the start: changes of its health, its failures, and its speed minute by
 * minute. Built from events that cache hits do not cause. Safe for many threads.
 */
public final class UpstreamStories implements Events {
    private final SortedMap<String, SortedMap<String, TrafficHistory>> upstreams = new TreeMap<>();
    private final Map<String, TrafficHistory> rejected = new TreeMap<>();
    private final UpstreamLedger ledger;
    private final InstantSource clock;

    /** Starts empty; {@code ledger} adds the comparison of upstreams. */
    public UpstreamStories(UpstreamLedger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void publish(Event event) {
        switch (event) {
            case Event.HealthChanged h -> changed(h);
            case Event.Exchanged e -> exchanged(e);
            case Event.Probed p -> probed(p);
            case Event.ContentChecked j -> judged(j);
            default -> {}
        }
    }

    private TrafficHistory chapter(String upstream, String traffic) {
        return upstreams
                .computeIfAbsent(upstream, u -> new TreeMap<>())
                .computeIfAbsent(traffic, t -> new TrafficHistory());
    }

    private synchronized void changed(Event.HealthChanged event) {
        chapter(event.upstream(), event.traffic()).changed(event, clock.instant());
    }

    private synchronized void exchanged(Event.Exchanged event) {
        if (event.outcome() != ExchangeOutcome.ABANDONED) {
            chapter(event.upstream(), event.traffic()).exchanged(event, clock.instant());
        }
    }

    private synchronized void probed(Event.Probed event) {
        if (!event.well()) {
            chapter(event.upstream(), event.traffic()).failed("probe", event.said(), clock.instant());
        }
    }

    private synchronized void judged(Event.ContentChecked event) {
        if (event.result() == CheckResult.REJECTED) {
            rejected.computeIfAbsent(event.upstream(), u -> new TrafficHistory())
                    .failed(event.result().written(), event.why(), clock.instant());
        }
    }

    /** The histories of all upstreams with events, by name; also of those that are no longer configured. */
    public List<UpstreamStory> stories() {
        Map<String, UpstreamLedger.Standing> standings = ledger.standings().stream()
                .collect(Collectors.toMap(UpstreamLedger.Standing::upstream, Function.identity()));
        synchronized (this) {
            SortedSet<String> names = new TreeSet<>(standings.keySet());
            names.addAll(upstreams.keySet());
            names.addAll(rejected.keySet());
            return names.stream()
                    .map(name -> new UpstreamStory(
                            name,
                            upstreams.getOrDefault(name, new TreeMap<>()).entrySet().stream()
                                    .map(each -> each.getValue().told(each.getKey(), clock.instant()))
                                    .toList(),
                            rejected.getOrDefault(name, new TrafficHistory()).failures(),
                            standings.get(name)))
                    .toList();
        }
    }
}
