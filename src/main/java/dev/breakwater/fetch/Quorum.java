package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Agreement.MergeRequest;
import dev.breakwater.fetch.Agreement.Merged;
import dev.breakwater.fetch.Attempt.Report;
import dev.breakwater.fetch.FetchResult.Grade;
import dev.breakwater.store.Entry;
import dev.breakwater.store.EntryGone;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Traffic;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The witness law, for content without a hash: two origins of different failure domains are asked at once, a third in place of
 * one that is late, missing or broken; the format merges what they say. If there is only one statement in the end, it is
 * served but not confirmed. Two may lag alike, so behind the answer all the others are asked as well.
 *
 * <p>Each origin that sent a part of the stored entry gets a conditional request with its own ETag. If enough of them answer
 * "not modified", and none says anything new, the entry is current. Once one has news, those are asked again without a
 * condition, since their statements are not stored.
 */
final class Quorum implements Race.Judge<BufferedBody>, AutoCloseable {
    /** How long a second witness may take after the first before another is asked in its place. */
    private static final Duration LATE = Duration.ofSeconds(1);

    /** How long the requests behind the answer may take together. */
    private static final Duration BEHIND = Duration.ofSeconds(10);

    private static final int TRIES = 2;

    private final FetchRequest request;
    private final Traffic traffic;
    private final Agreement agreement;
    private final Race<BufferedBody> race;
    private final Evidence evidence;
    private final Health health;
    private final Events events;
    private final StatementCheck check;
    private final ResultStore store;
    private final Witnesses said = new Witnesses();
    /** All buffers for statements, and since when. */
    private final Map<BufferedBody, Instant> bodies = new HashMap<>();
    /** How many more than two are needed, since the statements contradict each other. */
    private int more;

    private Staged into;
    private ToldAnswer told = ToldAnswer.NOTHING;

    /** The stored entry, for the format to compare with; null if there is none. */
    private @Nullable Entry held;

    /** Writes the merged content to {@code into}, and long statements to {@code store} meanwhile. */
    Quorum(
            FetchRequest request,
            Agreement agreement,
            Staged into,
            ResultStore store,
            Race<BufferedBody> race,
            Health health,
            Events events) {
        this.request = request;
        this.traffic = request.resource().kind().traffic();
        this.agreement = agreement;
        this.into = into;
        this.store = store;
        this.held = request.held();
        this.race = race;
        this.evidence = race.evidence();
        this.health = health;
        this.events = events;
        this.check = new StatementCheck(agreement, evidence, health, traffic);
    }

    /** Asks until enough agree. */
    FetchResult run() throws InterruptedException {
        try {
            return race.run(this);
        } catch (IOException e) {
            events.publish(
                    new Event.Alarm("store", "can't store the statements about " + key() + ": " + e.getMessage(), e));
            return evidence.failed("it can't be stored here: " + e.getMessage());
        }
    }

    private String key() {
        return request.resource().key().toString();
    }

    /**
     * Asks the remaining origins of the same tiers, after the answer was sent; null if the result stays the same, with the
     * same ETags. Else the new result is written to {@code elsewhere}.
     */
    @Nullable
    FetchResult complete(Staged elsewhere) throws InterruptedException, IOException {
        int before = said.statements().size();
        ToldAnswer answer = told;
        into = elsewhere;
        held = store.held(request.resource().key());
        Instant until = race.clock().instant().plus(BEHIND);
        race.askAll(unheard(), until, this, this::hear);
        race.askAll(said.takeRecalled(), until, this, this::hear);
        if (said.areUnchanged()) {
            FetchResult.Unchanged same = unchanged();
            return same.grade() == Grade.CONFIRMED && answer.grade() != Grade.CONFIRMED ? same : null;
        }
        // Fewer statements than there were "not modified" don't justify a change.
        boolean tooFew = answer.unchanged() && said.domains().size() < enough();
        if (tooFew || said.statements().size() == before) {
            return null;
        }
        FetchResult whole = tell(merge(true));
        return answer.isOutdatedBy(told) ? whole : null;
    }

    /** Discards the statements. Nothing more is asked, but attempts under way may still report. */
    @Override
    public void close() {
        bodies.keySet().forEach(BufferedBody::close);
    }

    /** Healthy origins in the tiers of those that answered, one of each other failure domain. */
    List<Origin> unheard() {
        Set<String> known = new HashSet<>(said.domains());
        List<Origin> heard = said.origins();
        return race.origins().tiers().tiers().stream()
                .filter(tier -> heard.stream().anyMatch(tier::contains))
                .flatMap(List::stream)
                .filter(origin -> !health.drained(origin.name()) && health.well(origin, traffic))
                .filter(origin -> known.add(origin.domain()))
                .toList();
    }

    @Override
    public Attempt<BufferedBody> attempt(Origin origin, Consumer<Report<BufferedBody>> completions) {
        Ask ask = request.ask(origin, 0, revalidates() ? request.heldEtag(origin) : null);
        BufferedBody body = new BufferedBody(agreement.largest(), store::stage);
        bodies.put(body, race.clock().instant());
        return new Attempt<>(origin, ask, body, events, completions);
    }

    /** Whether enough origins may answer "not modified", and none has said anything new. */
    private boolean revalidates() {
        boolean news = !said.areUnchanged() && !said.domains().isEmpty();
        return !news && tagged() >= enough();
    }

    /** How many failure domains gave an ETag for the stored entry. */
    private long tagged() {
        return race.origins().tiers().all().stream()
                .filter(origin -> request.heldEtag(origin) != null)
                .map(Origin::domain)
                .distinct()
                .count();
    }

    private int wanted() {
        return enough() + more;
    }

    /** Two, or one if there is only one. */
    private int enough() {
        return Math.min(2, race.origins().tiers().domains());
    }

    /**
     * As many at once as are still needed; all, once one says "not found". A suspect one may give the only statement, but is
     * not awaited as a second one.
     */
    @Override
    public Demand demand() {
        boolean alone = said.domains().isEmpty();
        return alone && evidence.absenceSuspected()
                ? Demand.ALL
                : Demand.some(wanted() - said.domains().size(), alone);
    }

    @Override
    public boolean silent() {
        return said.areSilent() && !evidence.absenceSuspected();
    }

    @Override
    public boolean fruitless() {
        return silent();
    }

    @Override
    public Collection<Origin> replacements() {
        Origin origin = race.scheduler().replacement();
        return origin == null ? List.of() : List.of(origin);
    }

    @Override
    public @Nullable FetchResult judge(Report<BufferedBody> report) throws InterruptedException, IOException {
        hear(report);
        said.takeRecalled().forEach(race.scheduler()::recall);
        boolean underWay = !race.scheduler().idle();
        return said.domains().size() < wanted()
                ? null
                : decide(underWay || race.scheduler().left());
    }

    @Override
    public @Nullable FetchResult conclude() throws InterruptedException, IOException {
        return decide(race.scheduler().left());
    }

    /** The result; null if what they differ in is left to {@code others}, which may still say something. */
    private @Nullable FetchResult decide(boolean others) throws InterruptedException, IOException {
        if (said.areUnchanged()) {
            return unchanged();
        }
        if (said.areSilent()) {
            FetchResult.Unusable unusable = evidence.unusable();
            return unusable == null ? evidence.absence(false) : unusable;
        }
        boolean last = said.domains().size() < wanted() || !others;
        Merged merged = merge(last);
        if (merged.confirmed() || last) {
            return tell(merged);
        }
        // They contradict each other: another witness may decide.
        more++;
        return null;
    }

    private Merged merge(boolean last) throws InterruptedException, IOException {
        try {
            return agreement.merge(merging(last));
        } catch (EntryGone e) {
            held = store.held(request.resource().key());
            return agreement.merge(merging(last));
        }
    }

    private MergeRequest merging(boolean last) {
        Entry entry = held;
        boolean absent = entry == null || entry.meta().standing() == Standing.ABSENT;
        return new MergeRequest(said.statements(), enough(), absent ? null : entry, last);
    }

    private void hear(Report<BufferedBody> report) throws IOException {
        IOException broken = report.receiver().trouble();
        if (broken != null) {
            throw broken;
        }
        Origin origin = report.origin();
        Outcome outcome = report.asFailure();
        evidence.record(origin, outcome);
        switch (outcome) {
            case Outcome.Found found -> statement(report.receiver(), origin, found.head());
            case Outcome.NotModified same
            when report.attempt().ask().etag() != null -> {
                said.unchanged(origin, same.stale());
                race.scheduler().heard(origin, LATE);
            }
            case Outcome.NotModified unasked -> evidence.trouble(origin, unasked.said());
            case Outcome.Missing _ -> race.scheduler().missing();
            case Outcome.Unavailable unavailable
            when !unavailable.hung() || unavailable.out() -> race.scheduler().again(origin, TRIES);
            case Outcome.Unavailable _, Outcome.Throttled _, Outcome.Denied _, Outcome.Abandoned _ -> {}
        }
    }

    private void statement(BufferedBody body, Origin origin, Head head) throws IOException {
        StatementCheck.Finding finding = check.find(origin, body);
        if (finding == StatementCheck.Finding.STATEMENT) {
            said.add(origin, head, body);
            race.scheduler().heard(origin, patience(body));
            return;
        }
        body.close();
        if (finding == StatementCheck.Finding.MALFORMED
                && race.origins().tiers().all().size() == 1) {
            race.scheduler().first(origin, TRIES);
        }
    }

    /** A long statement takes time: another may take as long as the first one did. */
    private Duration patience(BufferedBody body) {
        Instant began = bodies.get(body);
        if (began == null || body.size() <= BufferedBody.SHORT) {
            return LATE;
        }
        Duration took = Duration.between(began, race.clock().instant());
        return took.compareTo(LATE) < 0 ? LATE : took.compareTo(BEHIND) < 0 ? took : BEHIND;
    }

    /** The origin that was asked first: its statement is what a client without witnesses would have got. */
    private RescuedBy spared() {
        List<Origin> silent = race.scheduler().silent();
        return said.origins().stream()
                .map(origin -> evidence.spared(origin, silent))
                .min(Comparator.naturalOrder())
                .orElse(RescuedBy.NOTHING);
    }

    /** An origin that others contradict is at fault; a single one may be right against the stored entry. */
    private void blame(Merged merged) {
        List<Origin> heard = said.origins();
        List<Origin> right = heard.stream()
                .filter(origin -> !merged.wrong().contains(origin.name()))
                .toList();
        if (right.isEmpty()) {
            return;
        }
        for (Origin origin : heard) {
            if (merged.wrong().contains(origin.name())) {
                evidence.blame(origin, merged.disagreement());
            }
        }
        if (merged.confirmed()) {
            evidence.settle(right.getFirst());
        }
    }

    /** Publishes one event for everything dropped: many events raise an alert. */
    private void publish(Merged merged) {
        if (!merged.disagreement().isEmpty()) {
            events.publish(new Event.Disagreed(key(), merged.disagreement()));
        }
        if (!merged.dropped().isEmpty()) {
            events.publish(new Event.Disagreed(key(), "left out: " + merged.leftOut()));
        }
    }

    /** Writes the merged content; merges again if the stored entry was replaced meanwhile. */
    private Merged write(Merged merged) throws InterruptedException, IOException {
        try {
            writeTo(into, merged);
            return merged;
        } catch (EntryGone e) {
            held = store.held(request.resource().key());
            into.restart();
            Merged again = agreement.merge(merging(true));
            writeTo(into, again);
            return again;
        }
    }

    private static void writeTo(Staged into, Merged merged) throws IOException {
        try (OutputStream out = new BufferedOutputStream(into.output())) {
            merged.content().writeTo(out);
        }
    }

    private FetchResult tell(Merged decided) throws InterruptedException, IOException {
        Merged merged = write(decided);
        publish(merged);
        blame(merged);
        boolean current = !said.domains().isEmpty();
        Grade grade = current ? Grade.of(merged.confirmed()) : Grade.STALE;
        told = new ToldAnswer(
                into.sha256(),
                grade,
                said.etags(merged, into.sha256(), held, race.origins().tiers().all()),
                false);
        RescuedBy spared = merged.confirmed() && merged.corrects() ? spared().or(RescuedBy.WITNESS) : spared();
        return new FetchResult.Fetched(
                said.names(), said.by(), grade, told.etags(), spared, new FetchedContent(into), said.headers(merged));
    }

    /** Whether the stored entry is what they say, or what stale peers said. */
    private FetchResult.Unchanged unchanged() {
        int count = said.domains().size();
        Grade grade = count == 0 ? Grade.STALE : Grade.of(count >= enough());
        if (grade == Grade.CONFIRMED) {
            evidence.settle(said.origins().getFirst());
        }
        Entry entry = request.held();
        if (entry != null) {
            told = new ToldAnswer(entry.sha256(), grade, entry.meta().etags(), true);
        }
        return new FetchResult.Unchanged(said.names(), grade, spared());
    }
}
