package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Agreement.MergeRequest;
import dev.breakwater.fetch.Agreement.Merged;
import dev.breakwater.fetch.Agreement.Statement;
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
import dev.breakwater.verify.Digest;
import dev.breakwater.verify.Verdict;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The witness law, for what no hash protects: two origins of different failure domains are asked at once, a third in place of
 * one that is late, missing or broken; what they say is merged by the format. One statement alone, in the end, is told but
 * not believed. Two may lag alike, so behind the answer all the others are asked as well.
 */
final class Quorum implements Race.Judge<BufferedBody>, AutoCloseable {
    /** How long a second witness may take after the first before another is asked in its place. */
    private static final Duration LATE = Duration.ofSeconds(1);

    /** How long those that are asked behind the answer may take together. */
    private static final Duration BEHIND = Duration.ofSeconds(10);

    private static final int TRIES = 2;

    private final FetchRequest request;
    private final Traffic traffic;
    private final Agreement agreement;
    private final Race<BufferedBody> race;
    private final Evidence evidence;
    private final Health health;
    private final Events events;
    private final ResultStore store;
    private final List<BufferedBody> bodies = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();
    private final List<Origin> heard = new ArrayList<>();
    /** The failure domains of those that say how it is now. */
    private final Set<String> domains = new HashSet<>();
    /** So many more than two are wanted, since those heard contradict each other. */
    private int more;

    /** Whether one word is enough, so that an upstream may say by a 304 that nothing has changed. */
    private final boolean revalidates;

    private Staged into;
    private @Nullable Head firstHead;
    private @Nullable Digest told;

    /** The entry that is held, for the format to compare with; null if none is. */
    private @Nullable Entry held;

    /** Puts what they agree on into {@code into}, and what they say into {@code store} meanwhile if it is long. */
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
        this.revalidates = race.origins().tiers().domains() == 1;
    }

    /** Asks until enough agree. */
    FetchResult run() throws InterruptedException {
        try {
            return race.run(this);
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "cannot keep what is said of " + key() + ": " + e.getMessage(), e));
            return evidence.failed("it cannot be stored here: " + e.getMessage());
        }
    }

    private String key() {
        return request.resource().key().toString();
    }

    /**
     * Asks those of the same tiers that were not heard, to be used once the answer has been told; null if what all of them
     * say comes to the same. Else that is put into {@code elsewhere}.
     */
    @Nullable
    FetchResult complete(Staged elsewhere) throws InterruptedException, IOException {
        int before = statements.size();
        Digest answer = told;
        into = elsewhere;
        held = store.held(request.resource().key());
        race.askAll(unheard(), race.clock().instant().plus(BEHIND), this, this::hear);
        if (statements.size() == before) {
            return null;
        }
        FetchResult whole = tell(merge());
        return Objects.equals(told, answer) ? null : whole;
    }

    /** Gives up what was said. Nothing is asked any more, but what is under way may still report. */
    @Override
    public void close() {
        bodies.forEach(BufferedBody::close);
    }

    /** Those in the tiers of those that were heard, but of other failure domains, one of each, and in no doubt. */
    List<Origin> unheard() {
        Set<String> known = new HashSet<>(domains);
        return race.origins().tiers().tiers().stream()
                .filter(tier -> heard.stream().anyMatch(tier::contains))
                .flatMap(List::stream)
                .filter(origin -> !health.drained(origin.name()) && health.well(origin, traffic))
                .filter(origin -> known.add(origin.domain()))
                .toList();
    }

    @Override
    public Attempt<BufferedBody> attempt(Origin origin, Consumer<Report<BufferedBody>> completions) {
        Ask ask = request.ask(origin, 0, revalidates ? request.heldEtag(origin) : null);
        BufferedBody body = new BufferedBody(agreement.largest(), store::stage);
        bodies.add(body);
        return new Attempt<>(origin, ask, body, events, completions);
    }

    private int wanted() {
        return enough() + more;
    }

    /** Two, or one if there is one alone. */
    private int enough() {
        return Math.min(2, race.origins().tiers().domains());
    }

    /**
     * As many at once as are still needed; all, once one says that there is no such thing. One in doubt may give the only
     * statement, but is not worth waiting for as a second one.
     */
    @Override
    public Demand demand() {
        boolean alone = domains.isEmpty();
        return alone && evidence.absenceSuspected() ? Demand.ALL : Demand.some(wanted() - domains.size(), alone);
    }

    @Override
    public boolean silent() {
        return statements.isEmpty() && !evidence.absenceSuspected();
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
        if (report.outcome() instanceof Outcome.NotModified
                && report.attempt().ask().etag() != null) {
            return new FetchResult.Unchanged(report.origin().name(), evidence.spared(report.origin(), List.of()));
        }
        hear(report);
        return domains.size() < wanted() ? null : conclude();
    }

    @Override
    public @Nullable FetchResult conclude() throws InterruptedException, IOException {
        if (statements.isEmpty()) {
            FetchResult.Unusable unusable = evidence.unusable();
            return unusable == null ? evidence.absence(false) : unusable;
        }
        Merged merged = merge();
        if (merged.confirmed() || domains.size() < wanted() || !race.scheduler().left()) {
            return tell(merged);
        }
        // They contradict each other: another witness may decide.
        more++;
        return null;
    }

    private Merged merge() throws InterruptedException, IOException {
        try {
            return agreement.merge(merging());
        } catch (EntryGone e) {
            held = store.held(request.resource().key());
            return agreement.merge(merging());
        }
    }

    private MergeRequest merging() {
        Entry entry = held;
        boolean absent = entry == null || entry.meta().standing() == Standing.ABSENT;
        return new MergeRequest(List.copyOf(statements), enough(), absent ? null : entry);
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
            case Outcome.NotModified unasked -> evidence.trouble(origin, unasked.said());
            case Outcome.Missing _ -> race.scheduler().missing();
            case Outcome.Unavailable unavailable
            when !unavailable.hung() || unavailable.out() -> race.scheduler().again(origin, TRIES);
            case Outcome.Unavailable _, Outcome.Throttled _, Outcome.Denied _, Outcome.Abandoned _ -> {}
        }
    }

    private void statement(BufferedBody body, Origin origin, Head head) throws IOException {
        if (!admit(body, origin)) {
            body.close();
            return;
        }
        firstHead = firstHead == null ? head : firstHead;
        statements.add(new Statement(origin.name(), origin.domain(), head, body));
        heard.add(origin);
        race.scheduler().heard(origin, LATE);
        // A peer that could not ask itself tells what was; an origin that knows what is may still be asked.
        if (!head.stale()) {
            domains.add(origin.domain());
        }
    }

    /** Whether it is a statement. */
    private boolean admit(BufferedBody body, Origin origin) throws IOException {
        String excess = agreement.excess(body);
        if (!excess.isEmpty()) {
            evidence.trouble(origin, excess);
            return false;
        }
        String fault = agreement.malformed(body);
        if (!fault.isEmpty()) {
            malformed(origin, body.head().page() || WebPage.begins(body), fault);
            return false;
        }
        boolean unmistakable = agreement.unmistakable(body);
        if (!unmistakable && body.head().page()) {
            evidence.trouble(origin, "200, a web page in place of the thing");
            return false;
        }
        if (unmistakable) {
            health.spoke(origin, traffic);
        }
        return true;
    }

    private void malformed(Origin origin, boolean page, String fault) {
        if (page) {
            evidence.page(origin, fault);
            return;
        }
        evidence.wrong(origin, new Verdict.Rejected(fault, fault, agreement.signed()));
        if (race.origins().tiers().all().size() == 1) {
            race.scheduler().first(origin, TRIES);
        }
    }

    /** Of those heard, the one that was asked first would have been enough for a client that asks one alone. */
    private RescuedBy spared(Merged merged) {
        List<Origin> silent = race.scheduler().silent();
        RescuedBy spared = heard.stream()
                .map(origin -> evidence.spared(origin, silent))
                .min(Comparator.naturalOrder())
                .orElse(RescuedBy.NOTHING);
        return merged.confirmed() && merged.corrects() ? spared.or(RescuedBy.WITNESS) : spared;
    }

    /** One that is contradicted by others is at fault; one that was heard alone may be right against all that was heard before. */
    private void blame(Merged merged) {
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

    /** One event for all that was dropped: many are an alert. */
    private void publish(Merged merged) {
        if (!merged.disagreement().isEmpty()) {
            events.publish(new Event.Disagreed(key(), merged.disagreement()));
        }
        if (!merged.dropped().isEmpty()) {
            String what = merged.dropped().entrySet().stream()
                    .map(each -> each.getKey() + " " + each.getValue())
                    .sorted()
                    .collect(Collectors.joining("; "));
            events.publish(new Event.Disagreed(key(), "left out: " + what));
        }
    }

    private FetchResult tell(Merged merged) throws IOException {
        publish(merged);
        blame(merged);
        try (OutputStream out = new BufferedOutputStream(into.output())) {
            merged.content().writeTo(out);
        }
        told = into.sha256();
        boolean current = !domains.isEmpty();
        String from = statements.stream().map(Statement::origin).collect(Collectors.joining(","));
        String by = !current ? "a peer in the dark" : domains.size() == 1 ? "1 witness" : domains.size() + " witnesses";
        String etag = revalidates && current && firstHead != null ? firstHead.etag() : null;
        Map<String, String> headers = firstHead == null ? Map.of() : firstHead.headers();
        Map<String, String> etags = etag == null ? Map.of() : Map.of(from, etag);
        Grade grade = current ? Grade.of(merged.confirmed()) : Grade.STALE;
        return new FetchResult.Fetched(from, by, grade, etags, spared(merged), new FetchedContent(into), headers);
    }
}
