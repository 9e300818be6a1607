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
 * Collects what origins say against the existence of a thing, and decides by the chain law what that comes to. AbsenceDecision
 * needs the word of every failure domain: an origin of it said so, or all of them are out, or did not answer within the grace
 * after the first who did. What is merely in trouble with this one thing might have it; only of what clients ask for names that
 * may well not exist it is taken for out, or one broken mirror would make trouble of every honest absence. If a thing's own host
 * is in trouble, nothing but the word of two is an absence; and if an origin was not asked for want of room, nothing is. Two
 * failure domains
 * (or all there are) make it one to remember; one alone makes it an answer that is forgotten in a moment.
 */
final class AbsenceDecision {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private int needed;
    private final boolean probing;
    private final Set<String> domains = new HashSet<>();
    private final Map<Origin, String> inTrouble = new HashMap<>();
    /** Of these, who fronts the thing's own host. */
    private final Set<Origin> hosts = new HashSet<>();
    /** Of these, who was not even asked. */
    private final Set<Origin> unasked = new HashSet<>();

    private final List<UpstreamReport> said = new ArrayList<>();
    private boolean paged;
    private Duration pause = Duration.ZERO;

    /** Of a thing in that class of traffic; {@code probing} says that clients ask for such things to find out whether they exist. */
    AbsenceDecision(Tiers origins, Traffic traffic, boolean probing) {
        // That a record does not exist yet is often over in a moment: one source's word is never remembered.
        this.needed = traffic == Traffic.CHECKSUM ? 2 : Math.min(2, origins.domains());
        this.probing = probing && traffic != Traffic.CHECKSUM;
    }

    /** {@code origins} are all that are asked by now. */
    void widen(Tiers origins) {
        needed = Math.max(needed, Math.min(2, origins.domains()));
    }

    /** {@code origin} says there is no such thing. */
    void missing(Origin origin, String what) {
        domains.add(origin.domain());
        decided(origin);
        said.add(new UpstreamReport(origin.name(), what));
    }

    /** {@code origin} says so, perhaps by a web page of which it is unclear whose it is. */
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

    /** {@code origin} did not say whether there is. */
    void trouble(Origin origin, String what) {
        denied(origin, what);
        if (origin.fronts()) {
            hosts.add(origin);
        }
    }

    /** {@code origin} tells us nothing; many hosts say that of what does not exist. */
    void denied(Origin origin, String what) {
        decided(origin);
        inTrouble.put(origin, origin.domain());
        said.add(new UpstreamReport(origin.name(), what));
    }

    /** {@code origin} is out, or has not said anything for so long that it is taken for that. */
    void out(Origin origin, String what) {
        decided(origin);
        said.add(new UpstreamReport(origin.name(), what));
    }

    /** {@code origin} failed: it is out where there was no connection to it, or {@code open} says that its breaker is open. */
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

    /** {@code origin} wants to be left alone. */
    void throttled(Origin origin, String what, Duration retryAfter) {
        trouble(origin, what);
        pause = retryAfter.compareTo(pause) > 0 ? retryAfter : pause;
    }

    /** Whether an origin said that there is no such thing. */
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

    /** What it comes to, with all origins heard. {@code seen} says that one did send at least a part of it. */
    FetchResult conclude(boolean seen) {
        if (suspected() && !seen && !undecided()) {
            return new FetchResult.NotFound(domains.size() >= needed, said(), domains.isEmpty());
        }
        return new FetchResult.Failed(
                said.isEmpty() ? "no upstream is configured for it" : "no upstream could provide it",
                pause.isZero() ? RETRY_AFTER : pause,
                said());
    }

    /** Failed in a way of its own. */
    FetchResult.Failed failed(String why) {
        return new FetchResult.Failed(why, RETRY_AFTER, said());
    }

    /** What was said so far, each origin's last word. */
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
