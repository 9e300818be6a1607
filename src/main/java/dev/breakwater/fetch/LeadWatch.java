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
 * Watches the origin that sends, which leads, and says what is asked beside it. Used by one thread. The rules:
 * <ul>
 *   <li>While one origin sends, no other is wanted. Once it has fallen silent, others race it, and it is waited for until
 *       one of them has more, however long that takes.
 *   <li>If it goes on, its rivals are cancelled once it has sent steadily for {@link #STEADY}.
 *   <li>A connection that has died without a word looks like an origin that is slow. If the lead has been silent for
 *       {@link #LOST} and nothing else is under way, the same origin is asked for the rest on another connection, once for
 *       what has come since, and the first exchange goes on meanwhile.
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

    /** Whether there is one that has fallen silent. */
    boolean stalls() {
        ContentAssembler.Writer lead = assembler.lead();
        return lead != null && health.stalls(lead.origin(), lead.ask());
    }

    /** Looks at the lead; {@code absent} says that an origin has said that there is no such thing. */
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

    /** Whether {@code writer} may go on: it leads, or the lead does not send steadily. */
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
     * The next time that the lead may count as silent, its connection as lost, or its rivals as needless. While none sends: one
     * that begins right now cannot stall before its limit for that has passed.
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
