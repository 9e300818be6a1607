package dev.breakwater.fetch;

import dev.breakwater.event.CheckResult;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Attempt.Report;
import dev.breakwater.fetch.FetchResult.Grade;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.verify.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The chain law: the first origin whose content verifies wins. If one origin breaks off, the next one resumes; an origin with
 * wrong content is dropped like a dead one. Origins are asked one after another; of several, the first to start sends, and
 * others race it once it stalls. Once an origin says "not found", all the others are asked at once, and have a moment to
 * contradict. {@link ResumeState} decides about retries; {@link LeadWatch} about requests beside the sending origin.
 */
final class FirstVerified implements Race.Judge<AssemblyWriter> {
    private final FetchRequest request;
    private final ContentAssembler assembler;
    private final Race<AssemblyWriter> race;
    private final Evidence evidence;
    private final Health health;
    private final Events events;
    private final ResumeState state;
    private final LeadWatch lead;
    private final UnverifiedContent unverified;

    /** Whether an origin has sent something, right or wrong, that was discarded. */
    private boolean sent;

    FirstVerified(
            FetchRequest request, ContentAssembler assembler, Race<AssemblyWriter> race, Health health, Events events) {
        this.request = request;
        this.assembler = assembler;
        this.race = race;
        this.evidence = race.evidence();
        this.health = health;
        this.events = events;
        this.state = new ResumeState(race.clock());
        this.lead = new LeadWatch(
                assembler, state, health, request.resource().kind().traffic(), race.clock());
        this.unverified = new UnverifiedContent(request.resource().policy().unverified());
    }

    /** Asks until there is a result. */
    FetchResult run() throws InterruptedException {
        try {
            return race.run(this);
        } catch (IOException e) {
            events.publish(new Event.Alarm(
                    "store", "can't store the content that arrives for " + key() + ": " + e.getMessage(), e));
            return evidence.failed("it can't be stored here: " + e.getMessage());
        }
    }

    private String key() {
        return request.resource().key().toString();
    }

    @Override
    public Attempt<AssemblyWriter> attempt(Origin origin, Consumer<Report<AssemblyWriter>> completions) {
        Ask ask = request.ask(origin, assembler.resumeAt(), etag(origin));
        AssemblyWriter writer = new AssemblyWriter(origin, ask, assembler);
        return new Attempt<>(origin, ask, writer, events, completions);
    }

    /** The stored entry was verified, so a "not modified" of the origin that sent it is enough. */
    private @Nullable String etag(Origin origin) {
        return assembler.arrived() == 0 ? request.heldEtag(origin) : null;
    }

    @Override
    public Demand demand() {
        return lead.demand(evidence.absenceSuspected());
    }

    @Override
    public boolean wants(Attempt<AssemblyWriter> attempt) {
        return lead.bears(attempt.receiver());
    }

    @Override
    public Collection<Origin> askAnyway(int running) throws IOException {
        return switch (running) {
            case 0 -> askForWhole();
            case 1 -> lead.askOnAnotherConnection();
            default -> List.of();
        };
    }

    /** If no origin can continue the part that is here, all are asked for the whole, also those that could not resume. */
    private Collection<Origin> askForWhole() throws IOException {
        if (assembler.arrived() == 0) {
            return List.of();
        }
        List<Origin> left = race.origins().tiers().all().stream()
                .filter(origin -> state.maySendWhole(origin) && !health.drained(origin.name()))
                .toList();
        if (left.isEmpty() || !assembler.restart()) {
            return List.of();
        }
        state.askedForWhole();
        gaveUpWhatCame();
        race.scheduler().anew(left);
        return left;
    }

    @Override
    public @Nullable Instant due(Collection<Attempt<AssemblyWriter>> running) {
        return lead.due(running);
    }

    @Override
    public boolean receiving() {
        return lead.isPresent();
    }

    @Override
    public boolean silent() {
        return !lead.isPresent() && assembler.arrived() == 0 && !evidence.absenceSuspected();
    }

    @Override
    public boolean fruitless() {
        return evidence.absence(seen()) instanceof FetchResult.Failed;
    }

    /** Whether an origin has sent at least something for it, right or wrong: then no "not found" counts. */
    private boolean seen() {
        return sent || assembler.arrived() > 0;
    }

    private void gaveUpWhatCame() {
        sent = true;
        state.restarted();
        race.origins().heard();
    }

    @Override
    public FetchResult conclude() {
        return concluded(evidence.absence(seen()));
    }

    /** The result without correct content; {@code otherwise} if the resource is not proven broken. */
    private FetchResult concluded(FetchResult otherwise) {
        FetchResult.Unusable unusable = evidence.unusable();
        if (unusable != null) {
            return unusable;
        }
        return otherwise instanceof FetchResult.Failed failed
                        && (unverified.lied() || state.contradicted() || evidence.anyWrong())
                ? failed.wrongly()
                : otherwise;
    }

    @Override
    public @Nullable FetchResult judge(Report<AssemblyWriter> report) throws InterruptedException, IOException {
        boolean contradicts = report.refusal() instanceof RefusedContent.Differs;
        if (report.attempt().ask().from() == 0 && (contradicts || !(report.outcome() instanceof Outcome.Abandoned))) {
            state.endedAtWhole(report.origin());
        }
        return switch (report.refusal()) {
            case null -> ended(report);
            // Another writes meanwhile: retry this one if that fails.
            case RefusedContent.Unwanted _ -> later(report.origin());
            case RefusedContent.WrongSize size -> wrongSize(report.receiver(), size);
            case RefusedContent.Differs other -> differs(report.origin(), String.valueOf(other.getMessage()));
            case IOException broken -> throw broken;
        };
    }

    private @Nullable FetchResult later(Origin origin) {
        race.scheduler().later(origin);
        return null;
    }

    private @Nullable FetchResult ended(Report<AssemblyWriter> report) throws InterruptedException, IOException {
        Origin origin = report.origin();
        evidence.record(origin, report.outcome());
        return switch (report.outcome()) {
            // Its bytes may have been discarded meanwhile, together with wrong ones.
            case Outcome.Found found ->
                assembler.holds(report.receiver()) ? verify(report.receiver(), found) : later(origin);
            case Outcome.NotModified same
            when report.attempt().ask().etag() != null ->
                new FetchResult.Unchanged(
                        origin.name(), evidence.spared(origin, race.scheduler().silent()));
            case Outcome.NotModified unasked -> {
                evidence.trouble(origin, unasked.said());
                yield null;
            }
            case Outcome.Missing _ -> {
                race.scheduler().missing();
                yield null;
            }
            case Outcome.Throttled _, Outcome.Denied _ -> null;
            case Outcome.Unavailable unavailable -> {
                unavailable(origin, unavailable);
                yield null;
            }
            case Outcome.Abandoned _ -> later(origin);
        };
    }

    private void unavailable(Origin origin, Outcome.Unavailable how) {
        boolean waited = how.hung() && !how.out();
        if (waited && (race.isRunning() || !state.moreThanCounted(assembler.arrived()))) {
            state.hopeless(origin);
            return;
        }
        if (state.progressed(assembler.arrived())) {
            race.scheduler().progress();
        }
        race.scheduler().again(origin, state.tries());
    }

    /** A continuation differs from the bytes before: one of the two is wrong, so all of it is fetched again. */
    private @Nullable FetchResult differs(Origin origin, String how) throws IOException {
        evidence.trouble(origin, how);
        events.publish(new Event.Disagreed(key(), origin.name() + " " + how));
        boolean led = lead.isPresent();
        if (led && !lead.stalls()) {
            // It raced another, which continues.
            return null;
        }
        if (!state.startsOver() || !assembler.restart()) {
            return !led ? evidence.failed("the upstreams have different files of it") : null;
        }
        gaveUpWhatCame();
        race.scheduler().first(origin, ResumeState.TRIES);
        return null;
    }

    private @Nullable FetchResult verify(AssemblyWriter writer, Outcome.Found found)
            throws InterruptedException, IOException {
        Origin origin = writer.origin();
        return switch (assembler.verdict()) {
            case Verdict.Verified(String by) -> {
                events.publish(new Event.ContentChecked(key(), origin.name(), CheckResult.VERIFIED, by));
                evidence.settle(origin);
                health.vouched(origin);
                health.spoke(origin, request.resource().kind().traffic());
                yield fetched(writer, found.head(), by, Grade.CONFIRMED);
            }
            case Verdict.Rejected rejected
            when !assembler.isWordOf(writer) -> mixed(origin, "wrong: " + rejected.why());
            case Verdict.Rejected rejected -> rejected(origin, found.head().page(), rejected);
            case Verdict.Unverifiable unverifiable -> {
                events.publish(
                        new Event.ContentChecked(key(), origin.name(), CheckResult.UNVERIFIABLE, unverifiable.why()));
                yield unverifiable(writer, found, unverifiable);
            }
        };
    }

    /** Rejects it as wrong; if none of it has arrived, another's bytes are kept. */
    private @Nullable FetchResult wrongSize(AssemblyWriter writer, RefusedContent.WrongSize size) throws IOException {
        Verdict.Rejected wrong =
                new Verdict.Rejected(String.valueOf(size.getMessage()), "its size", size.contradicts());
        if (writer.position() > 0) {
            return rejected(writer.origin(), false, wrong);
        }
        evidence.wrong(writer.origin(), wrong);
        askAloneAgain(writer.origin());
        sent = true;
        return null;
    }

    /** A single upstream is asked twice, unless that takes long: a transfer error is gone the second time. */
    private void askAloneAgain(Origin origin) {
        if (race.origins().tiers().all().size() == 1 && state.young()) {
            race.scheduler().first(origin, 2);
        }
    }

    private @Nullable FetchResult rejected(Origin origin, boolean page, Verdict.Rejected rejected) throws IOException {
        if (page || WebPage.begins(assembler.beginning(WebPage.BEGINNING))) {
            evidence.page(origin, rejected.why());
            return drop();
        }
        evidence.wrong(origin, rejected);
        askAloneAgain(origin);
        return drop();
    }

    private @Nullable FetchResult drop() throws IOException {
        gaveUpWhatCame();
        return assembler.restart() ? null : concluded(evidence.failed("the content being sent turned out to be wrong"));
    }

    /**
     * Content that another origin began and {@code origin} finished is wrong: either may be at fault, and it is the word of
     * neither. So {@code origin} is asked for the whole.
     */
    private @Nullable FetchResult mixed(Origin origin, String what) throws IOException {
        evidence.useless(origin, "continued another upstream's content, and the whole is " + what);
        FetchResult result = drop();
        if (result == null && state.startsOver()) {
            race.scheduler().first(origin, Integer.MAX_VALUE);
        }
        return result;
    }

    private @Nullable FetchResult unverifiable(AssemblyWriter writer, Outcome.Found found, Verdict.Unverifiable verdict)
            throws IOException {
        Origin origin = writer.origin();
        String why = verdict.why();
        int domains = race.origins().tiers().domains();
        return switch (unverified.decide(origin, verdict, domains, assembler.isWordOf(writer))) {
            case LIE -> {
                events.publish(new Event.Unconfirmed(key(), false, why));
                yield evidence.failed("it can't be verified: " + why).wrongly();
            }
            case MIXED -> mixed(origin, "unverifiable: " + why);
            case TRUST -> fetched(writer, found.head(), "unverified: " + why, Grade.PROVISIONAL);
            case AGREED -> fetched(writer, found.head(), "2 upstreams agree: " + why, Grade.PROVISIONAL);
            case PASS_ON -> {
                // The client may verify it itself; it is not stored for others.
                events.publish(new Event.Unconfirmed(key(), true, why));
                yield fetched(writer, found.head(), "1 upstream alone: " + why, Grade.UNCONFIRMED);
            }
            case DROP -> {
                evidence.useless(origin, "can't be verified: " + why);
                yield drop();
            }
            case REFUSE -> evidence.failed("it can't be verified: " + why);
        };
    }

    private FetchResult fetched(AssemblyWriter writer, Head head, String by, Grade grade) {
        Origin origin = writer.origin();
        RescuedBy spared = evidence.spared(
                        origin,
                        grade == Grade.UNCONFIRMED
                                ? List.of()
                                : race.scheduler().silent())
                .or(writer.continues() ? RescuedBy.RESUME : RescuedBy.NOTHING);
        Map<String, String> etags = head.etag() == null ? Map.of() : Map.of(origin.name(), head.etag());
        return new FetchResult.Fetched(origin.name(), by, grade, etags, spared, assembler.content(), head.headers());
    }
}
