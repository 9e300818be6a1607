package dev.breakwater.fetch;

import dev.breakwater.event.CheckResult;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Verdict;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wrong content of one fetch, and which upstream is at fault, by the blame law: an upstream is at fault only if another
 * one sent better. If all available upstreams send the same defect, the resource itself is broken. Used by one thread.
 */
final class Rejections {
    private final Key key;
    private final Traffic traffic;
    private Tiers origins;
    private final Health health;
    private final Events events;
    private final Map<Origin, Verdict.Rejected> wrong = new LinkedHashMap<>();
    private final Set<Origin> without = new HashSet<>();

    Rejections(Key key, Traffic traffic, Tiers origins, Health health, Events events) {
        this.key = key;
        this.traffic = traffic;
        this.origins = origins;
        this.health = health;
        this.events = events;
    }

    /** Sets all origins that are asked by now. */
    void widen(Tiers all) {
        origins = all;
    }

    /** {@code origin} sent wrong content; of several times the last one counts. */
    void add(Origin origin, Verdict.Rejected verdict) {
        wrong.put(origin, verdict);
    }

    /** {@code origin} failed; it is out if there was no connection to it. */
    void failed(Origin origin, Outcome.Unavailable how) {
        if (how.out()) {
            without.add(origin);
        }
    }

    /** {@code origin} says "not found"; a page that may be a portal's says nothing. */
    void missing(Origin origin, Outcome.Missing missing) {
        if (!missing.page()) {
            without.add(origin);
        }
    }

    /** Whether anything was wrong. */
    boolean any() {
        return !wrong.isEmpty();
    }

    /** The content of {@code right} was verified, so an origin that sent something else is at fault. */
    void settle(Origin right) {
        wrong.forEach((origin, verdict) -> {
            if (!origin.equals(right)) {
                blame(origin, verdict.why());
            }
        });
    }

    /** Takes {@code origin} out: its content is proven wrong. */
    void blame(Origin origin, String why) {
        events.publish(new Event.ContentChecked(key.toString(), origin.name(), CheckResult.REJECTED, why));
        health.corrupt(origin, traffic, key.toString(), why);
    }

    /**
     * The result if the resource itself is broken; null if that is not proven. Called at the end, if no content was correct:
     * then no upstream is at fault.
     */
    FetchResult.@Nullable Unusable unsettled(List<UpstreamReport> said) {
        wrong.forEach((origin, verdict) -> events.publish(
                new Event.ContentChecked(key.toString(), origin.name(), CheckResult.UNPROVEN, verdict.why())));
        for (Verdict.Rejected verdict : wrong.values()) {
            if (everywhere(verdict.defect())) {
                if (verdict.contradicts()) {
                    String why = "every upstream sends the same wrong content: " + verdict.why();
                    events.publish(new Event.Unconfirmed(key.toString(), false, why));
                }
                return new FetchResult.Unusable(verdict.why(), verdict.contradicts(), said);
            }
        }
        return null;
    }

    /**
     * Whether every failure domain that is not out sent that defect or does not have the resource, and two available ones sent
     * it.
     */
    private boolean everywhere(String defect) {
        Set<String> alike = new HashSet<>();
        wrong.forEach((origin, verdict) -> {
            if (verdict.defect().equals(defect)) {
                alike.add(origin.domain());
            }
        });
        return alike.size() >= Math.min(2, origins.domains())
                && origins.all().stream()
                        .allMatch(origin -> alike.contains(origin.domain())
                                || without.contains(origin)
                                || health.outOfUse(origin, traffic));
    }
}
