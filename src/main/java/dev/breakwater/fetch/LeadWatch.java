package dev.breakwater.fetch;

import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The watch over the leading origin, which sends: decides what to request beside it. Used by one thread. The rules:
 * <ul>
 *   <li>While one origin sends, no other is asked. Once it is silent, others race it, and it is awaited until one of them has
 *       more, however long that takes.
 *   <li>If it continues, its rivals are cancelled once it has sent steadily for {@link #STEADY}.
 *   <li>A dead connection looks like a slow origin. If the lead has been silent for {@link #LOST} and nothing else is under
 *       way, the rest is requested from the same origin on another connection, once until more bytes arrive, and the first
 *       exchange continues meanwhile.
 * </ul>
 */
final class LeadWatch {
    private static final Duration LOST = Duration.ofSeconds(5);
    private static final Duration STEADY = Duration.ofSeconds(5);

    private final ContentAssembler assembler;
    private final ResumeState state;
    private final Health health;
    private final Traffic traffic;
    private final InstantSource clock;
    private Instant lastSilent;
    private @Nullable Instant silentSince;

    LeadWatch(ContentAssembler assembler, ResumeState state, Health health, Traffic traffic, InstantSource clock) {
        this.assembler = assembler;
        this.state = state;
        this.health = health;
        this.traffic = traffic;
        this.clock = clock;
        this.lastSilent = clock.instant();
    }

    boolean isPresent() {
        return assembler.lead() != null;
    }

    /** Whether there is a lead that is silent. */
    boolean stalls() {
        ContentAssembler.Writer lead = assembler.lead();
        return lead != null && health.stalls(lead.origin(), lead.ask());
    }

    /** Checks the lead; {@code absent} says that an origin has said "not found". */
    Demand demand(boolean absent) {
        if (!isPresent()) {
            return absent ? Demand.ALL : Demand.some(1, true);
        }
        boolean silent = stalls();
        assembler.contest(silent);
        Instant now = clock.instant();
        lastSilent = silent ? now : lastSilent;
        silentSince = !silent ? null : silentSince == null ? now : silentSince;
        return silent ? Demand.some(1, true) : Demand.NONE;
    }

    /** Whether {@code writer} may continue: it leads, or the lead does not send steadily. */
    boolean bears(AssemblyWriter writer) {
        ContentAssembler.Writer lead = assembler.lead();
        boolean steady = silentSince == null && clock.instant().isAfter(lastSilent.plus(STEADY));
        return lead == null || writer.equals(lead) || !steady;
    }

    /** The lead's origin if its connection may be lost and nothing else is under way. */
    Collection<Origin> askOnAnotherConnection() {
        Instant since = silentSince;
        long arrived = assembler.arrived();
        if (!(assembler.lead() instanceof AssemblyWriter lead)
                || since == null
                || clock.instant().isBefore(since.plus(LOST))
                || !state.moreThanCounted(arrived)
                || !lead.second()) {
            return List.of();
        }
        state.count(arrived);
        return List.of(lead.origin());
    }

    /**
     * The next time at which the lead may count as silent, its connection as lost, or its rivals as needless. While none
     * sends: one that begins right now can't stall before its limit.
     */
    @Nullable
    Instant due(Collection<Attempt<AssemblyWriter>> running) {
        Instant now = clock.instant();
        ContentAssembler.Writer lead = assembler.lead();
        if (lead == null) {
            return running.stream()
                    .map(attempt -> limit(attempt.origin()))
                    .min(Comparator.naturalOrder())
                    .map(now::plus)
                    .orElse(null);
        }
        Instant stall = health.stallsAt(lead.origin(), lead.ask());
        if (stall != null) {
            return stall;
        }
        Instant since = silentSince;
        Instant lost = since == null ? now : since.plus(LOST);
        Instant later = now.plus(limit(lead.origin()));
        return lost.isAfter(now) && lost.isBefore(later) ? lost : later;
    }

    private Duration limit(Origin origin) {
        return origin.limits(traffic).stall();
    }
}
