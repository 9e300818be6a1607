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
 * What was wrong of all that upstreams sent in one fetch, and whose fault that is, by the blame law: an upstream is at
 * fault only where another one sent better. Where all who can be asked send the same defect, the thing itself is broken.
 * Used by one thread.
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

    /** {@code all} are asked by now. */
    void widen(Tiers all) {
        origins = all;
    }

    /** {@code origin} sent what is wrong; of several times the last one counts. */
    void add(Origin origin, Verdict.Rejected verdict) {
        wrong.put(origin, verdict);
    }

    /** {@code origin} failed; it is out where there was no connection to it. */
    void failed(Origin origin, Outcome.Unavailable how) {
        if (how.out()) {
            without.add(origin);
        }
    }

    /** {@code origin} says that it has no such thing; what may be a portal's page says nothing. */
    void missing(Origin origin, Outcome.Missing missing) {
        if (!missing.page()) {
            without.add(origin);
        }
    }

    /** Whether anything was wrong. */
    boolean any() {
        return !wrong.isEmpty();
    }

    /** What {@code right} sent was found right, so that who sent something else is at fault. */
    void settle(Origin right) {
        wrong.forEach((origin, verdict) -> {
            if (!origin.equals(right)) {
                blame(origin, verdict.why());
            }
        });
    }

    /** Takes {@code origin} out: what it sent is proven wrong. */
    void blame(Origin origin, String why) {
        events.publish(new Event.ContentChecked(key.toString(), origin.name(), CheckResult.REJECTED, why));
        health.corrupt(origin, traffic, key.toString(), why);
    }

    /**
     * The end, where nothing was found right: then no upstream is at fault. What the fetch comes to where the thing itself is
     * broken; null where that is not shown.
     */
    FetchResult.@Nullable Unusable unsettled(List<UpstreamReport> said) {
        wrong.forEach((origin, verdict) -> events.publish(
                new Event.ContentChecked(key.toString(), origin.name(), CheckResult.UNPROVEN, verdict.why())));
        for (Verdict.Rejected verdict : wrong.values()) {
            if (everywhere(verdict.defect())) {
                if (verdict.contradicts()) {
                    String why = "every upstream sends the same, and it is wrong: " + verdict.why();
                    events.publish(new Event.Unconfirmed(key.toString(), false, why));
                }
                return new FetchResult.Unusable(verdict.why(), verdict.contradicts(), said);
            }
        }
        return null;
    }

    /** Whether every failure domain that is not out sent that defect, or does not have the thing; and two of those that may be asked sent it. */
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
