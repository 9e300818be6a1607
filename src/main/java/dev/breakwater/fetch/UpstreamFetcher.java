package dev.breakwater.fetch;

import dev.breakwater.event.Events;
import dev.breakwater.store.Staged;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.time.InstantSource;

/** The fetcher of one resource from its origins: a {@link Race} with the judge for its recipe. */
final class UpstreamFetcher {
    private final UpstreamAccess access;
    private final ExtraRequests extras;
    private final CpuLimiter cpu;
    private final Events events;
    private final InstantSource clock;

    UpstreamFetcher(UpstreamAccess access, ExtraRequests extras, CpuLimiter cpu, Events events, InstantSource clock) {
        this.access = access;
        this.extras = extras;
        this.cpu = cpu;
        this.events = events;
        this.clock = clock;
    }

    boolean isOffline() {
        return access.isOffline();
    }

    /** A fetch begins: the budgets grow, and if every configured upstream is out, the reserve is added. */
    FetchRequest begin(FetchRequest request) {
        extras.earn();
        Tiers origins = origins(request);
        if (origins.reserve().origins().isEmpty() || !access.allOut(origins, traffic(request))) {
            return request;
        }
        ReserveUpstreams.tell(origins, "are down", events, clock.instant());
        return request.of(origins.withReserve());
    }

    /** Whether an answer is likely: from a healthy origin, or from a reserve. */
    boolean promising(FetchRequest request) {
        return !origins(request).reserve().origins().isEmpty() || anyHealthy(request);
    }

    /** Whether any origin is healthy. */
    boolean anyHealthy(FetchRequest request) {
        return !access.healthy(origins(request), traffic(request)).isEmpty();
    }

    /** The assembler of several attempts' content into {@code into}. */
    ContentAssembler assembler(Recipe.One recipe, Staged into) {
        return new ContentAssembler(into, recipe.verifier(), cpu);
    }

    FirstVerified firstVerified(FetchRequest request, ContentAssembler assembler) {
        return new FirstVerified(request, assembler, race(request, false), access.health(), events);
    }

    Quorum quorum(FetchRequest request, Agreement agreement, Staged into, ResultStore store) {
        return new Quorum(request, agreement, into, store, race(request, true), access.health(), events);
    }

    /** {@code witnesses}: several failure domains must agree; then clients probe for names that may not exist. */
    private <R extends Attempt.Receiver> Race<R> race(FetchRequest request, boolean witnesses) {
        Tiers origins = origins(request);
        Traffic traffic = traffic(request);
        Candidates candidates = new Candidates(access.selector().order(origins, traffic), witnesses);
        Rejections rejections = new Rejections(request.resource().key(), traffic, origins, access.health(), events);
        return new Race<>(
                new AttemptScheduler(candidates, traffic, access.health(), extras, clock),
                new ReserveUpstreams(origins, traffic, access.selector(), events, clock),
                new Evidence(new AbsenceDecision(origins, traffic, witnesses), rejections, access.health(), traffic),
                access.health(),
                clock);
    }

    private static Tiers origins(FetchRequest request) {
        return request.resource().recipe().origins();
    }

    private static Traffic traffic(FetchRequest request) {
        return request.resource().kind().traffic();
    }
}
