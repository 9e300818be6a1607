package dev.breakwater.fetch;

import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decision whether a resource is absent, by the chain law, from what the origins say. Every failure domain must agree: one
 * of its origins said "not found", or all of them are out, or none answered within the grace after the first "not found". An
 * origin that only failed for this resource might have it; such an origin counts as out only for names that clients probe for,
 * or one broken mirror would turn every real absence into a failure. If the resource's own host fails, only two "not found"
 * make an absence; and if an origin was skipped for lack of capacity, nothing does. An absence is cached if two failure
 * domains (or all there are) said so; a single word is kept for a moment only.
 */
final class AbsenceDecision {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private int needed;
    private final boolean probing;
    private final Set<String> domains = new HashSet<>();
    private final Map<Origin, String> inTrouble = new HashMap<>();
    /** Those of them that forward to the resource's own host. */
    private final Set<Origin> hosts = new HashSet<>();
    /** Those of them that got no request. */
    private final Set<Origin> unasked = new HashSet<>();

    private final List<UpstreamReport> said = new ArrayList<>();
    private boolean paged;
    private Duration pause = Duration.ZERO;

    /**
     * For a resource in that class of traffic; {@code probing} says that clients probe for such names, which may not exist.
     */
    AbsenceDecision(Tiers origins, Traffic traffic, boolean probing) {
        // A missing record often exists a moment later: one source's word is never cached.
        this.needed = traffic == Traffic.CHECKSUM ? 2 : Math.min(2, origins.domains());
        this.probing = probing && traffic != Traffic.CHECKSUM;
    }

    /** Sets all origins that have a request by now. */
    void widen(Tiers origins) {
        needed = Math.max(needed, Math.min(2, origins.domains()));
    }

    /** {@code origin} says "not found". */
    void missing(Origin origin, String what) {
        domains.add(origin.domain());
        decided(origin);
        said.add(new UpstreamReport(origin.name(), what));
    }

    /** {@code origin} says "not found", perhaps with a web page that may come from another device. */
    void missing(Origin origin, Outcome.Missing missing) {
        if (missing.page()) {
            paged = true;
            decided(origin);
            said.add(new UpstreamReport(origin.name(), missing.said()));
        } else {
            missing(origin, missing.said());
        }
    }

    private void decided(Origin origin) {
        inTrouble.remove(origin);
        hosts.remove(origin);
        unasked.remove(origin);
    }

    /** {@code origin} gave no usable answer. */
    void trouble(Origin origin, String what) {
        denied(origin, what);
        if (origin.fronts()) {
            hosts.add(origin);
        }
    }

    /** {@code origin} denies access; many hosts do so for what does not exist. */
    void denied(Origin origin, String what) {
        decided(origin);
        inTrouble.put(origin, origin.domain());
        said.add(new UpstreamReport(origin.name(), what));
    }

    /** {@code origin} is out, or was silent for so long that it counts as out. */
    void out(Origin origin, String what) {
        decided(origin);
        said.add(new UpstreamReport(origin.name(), what));
    }

    /** {@code origin} failed: it is out if there was no connection to it, or if its breaker is {@code open}. */
    void failed(Origin origin, Outcome.Unavailable how, boolean open) {
        if ((how.out() || open) && !origin.fronts()) {
            out(origin, how.said());
        } else {
            trouble(origin, how.said());
        }
        if (how.unasked()) {
            unasked.add(origin);
        }
    }

    /** {@code origin} throttles. */
    void throttled(Origin origin, String what, Duration retryAfter) {
        trouble(origin, what);
        pause = retryAfter.compareTo(pause) > 0 ? retryAfter : pause;
    }

    /** Whether an origin said "not found". */
    boolean suspected() {
        return paged || !domains.isEmpty();
    }

    /** Whether some failure domain that is not out might have it. */
    private boolean undecided() {
        if (!unasked.isEmpty()) {
            return true;
        }
        return probing ? !hosts.isEmpty() && needed < 2 : !hosts.isEmpty() || !domains.containsAll(inTrouble.values());
    }

    /** The result after all origins have answered. {@code seen} says that one sent at least a part of the content. */
    FetchResult conclude(boolean seen) {
        if (suspected() && !seen && !undecided()) {
            return new FetchResult.NotFound(domains.size() >= needed, said(), domains.isEmpty());
        }
        return new FetchResult.Failed(
                said.isEmpty() ? "no upstream is configured for it" : "all upstreams failed",
                pause.isZero() ? RETRY_AFTER : pause,
                said());
    }

    /** A failure with its own reason. */
    FetchResult.Failed failed(String why) {
        return new FetchResult.Failed(why, RETRY_AFTER, said());
    }

    /** Each origin's last report so far. */
    List<UpstreamReport> said() {
        List<UpstreamReport> last = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (UpstreamReport testimony : said.reversed()) {
            if (named.add(testimony.upstream())) {
                last.addFirst(testimony);
            }
        }
        return List.copyOf(last);
    }
}
