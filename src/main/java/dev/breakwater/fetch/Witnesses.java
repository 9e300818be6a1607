package dev.breakwater.fetch;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Agreement.Merged;
import dev.breakwater.fetch.Agreement.Word;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what no hash protects, by the witness law: two origins of different failure domains at once, a third in place
 * of one that is late, missing or broken; what they say is merged by the format. One word alone, in the end, is told but
 * not believed.
 */
final class Witnesses {
    /** How long a second witness may take after the first before another is asked in its place. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int TRIES = 2;

    /** So many more than are needed may be asked at once because they are slow. */
    private static final int HEDGES = 2;

    private static final Duration HEDGE_AGAIN = Duration.ofMillis(250);

    /** What the witnesses came to: a finding, and the merged bytes where it is {@code Landed}. */
    record Hearing(Finding finding, byte[] bytes) {}

    private record Report(Origin origin, Cancellation cancellation, Outcome outcome, Head head, byte[] bytes) {}

    private final Key key;
    private final Recipe.Agreed recipe;
    private final Traffic traffic;
    private final Caller caller;
    private final Health health;
    private final Budget hedges;
    private final Budget retries;
    private final Events events;
    private final InstantSource clock;
    private final Absence absence;
    private int wanted;

    private final LinkedBlockingQueue<Report> inbox = new LinkedBlockingQueue<>();
    private final Deque<Origin> waiting;
    private List<Origin> suspect;
    private List<Origin> unreachable;
    private final Map<Origin, Cancellation> running = new HashMap<>();
    private final Map<Origin, Integer> tries = new HashMap<>();
    private final List<Word> words = new ArrayList<>();
    private final Set<String> domains = new HashSet<>();
    private final boolean etags;
    private final @Nullable String etag;
    private @Nullable Instant replaceAt;
    private @Nullable Instant missingSince;
    private Instant hedgeAt;
    private @Nullable Head firstHead;

    /** {@code etag} is that of what is held; only asked with where a single origin's word is enough. */
    Witnesses(
            Resource resource,
            Recipe.Agreed recipe,
            Selector.Order order,
            @Nullable String etag,
            Caller caller,
            Engine.Parts parts) {
        this.key = resource.key();
        this.recipe = recipe;
        this.traffic = resource.kind().traffic();
        this.caller = caller;
        this.health = parts.health();
        this.hedges = parts.hedges();
        this.retries = parts.retries();
        this.events = parts.events();
        this.clock = parts.steady();
        this.absence = new Absence(recipe.origins());
        this.wanted = Math.min(2, recipe.origins().domains());
        this.waiting = new ArrayDeque<>(order.healthy());
        this.suspect = order.suspect();
        this.unreachable = order.unreachable();
        this.hedgeAt = clock.instant();
        this.etags = wanted == 1;
        this.etag = etags ? etag : null;
    }

    /** Hears them. */
    Hearing run() throws InterruptedException {
        try {
            return hearAll();
        } finally {
            running.values().forEach(Cancellation::cancel);
        }
    }

    private Hearing hearAll() throws InterruptedException {
        while (true) {
            Finding.Unchanged unchanged = gather();
            if (unchanged != null) {
                return new Hearing(unchanged, new byte[0]);
            }
            if (words.isEmpty()) {
                return new Hearing(absence.conclude(false), new byte[0]);
            }
            Merged merged = recipe.agreement()
                    .merge(List.copyOf(words), Math.min(2, recipe.origins().domains()));
            if (merged.confirmed() || domains.size() < wanted || waiting.isEmpty()) {
                return told(merged);
            }
            // They contradict each other: another witness may decide.
            wanted++;
        }
    }

    /** Asks until as many domains as are wanted have spoken, or nobody else will; non-null where nothing has changed. */
    private Finding.@Nullable Unchanged gather() throws InterruptedException {
        while (domains.size() < wanted) {
            widen();
            if (running.isEmpty()) {
                return null;
            }
            Report report = next();
            if (report == null) {
                if (late() && !replace()) {
                    running.keySet().forEach(o -> absence.trouble(o, "no answer in time"));
                    return null;
                }
                continue;
            }
            running.remove(report.origin());
            if (report.outcome() instanceof Outcome.NotModified) {
                return new Finding.Unchanged(report.origin().name());
            }
            hear(report);
        }
        return null;
    }

    /** Asks as many at once as are still needed; everybody, once one says that there is no such thing. */
    private void widen() {
        boolean all = absence.suspected() && words.isEmpty();
        if (all) {
            waiting.addAll(suspect);
            suspect = List.of();
        }
        int most = all ? Integer.MAX_VALUE : wanted - domains.size();
        while (running.size() < most && startNext()) {
            // until there are enough, or no more
        }
        if (running.isEmpty() && words.isEmpty() && !absence.suspected()) {
            // Where nobody that is thought well of says anything, the others may.
            waiting.addAll(suspect);
            waiting.addAll(unreachable);
            suspect = List.of();
            unreachable = List.of();
            startNext();
        }
        if (hedgeable() && !clock.instant().isBefore(hedgeAt)) {
            hedge();
        }
    }

    private boolean hedgeable() {
        return !waiting.isEmpty() && !running.isEmpty() && running.size() < wanted - domains.size() + HEDGES;
    }

    /** Asks another in place of one that is slow, for the budget's money, unless it is in doubt: then it is moving on. */
    private void hedge() {
        boolean doubted = running.keySet().stream().anyMatch(o -> !health.well(o, traffic));
        boolean granted = doubted || hedges.spend();
        if (!doubted) {
            events.publish(new Event.Extra("hedge", traffic.label(), granted));
        }
        if (!granted || !startNext()) {
            hedgeAt = clock.instant().plus(HEDGE_AGAIN);
        }
    }

    private boolean late() {
        Instant due = deadline();
        return due != null && !clock.instant().isBefore(due);
    }

    /** Until when those who are asked may take; null for as long as they like. */
    private @Nullable Instant deadline() {
        Instant missing = missingSince;
        return replaceAt == null && missing != null
                ? missing.plus(Absence.grace(running.keySet(), o -> health.well(o, traffic)))
                : replaceAt;
    }

    /** Asks another in place of those that are late; false where there is none. */
    private boolean replace() {
        replaceAt = clock.instant().plus(LATE);
        return startNext();
    }

    /** Asks the next origin of a domain that has not spoken yet; false where there is none. */
    private boolean startNext() {
        for (Origin origin : List.copyOf(waiting)) {
            boolean besides =
                    running.keySet().stream().noneMatch(o -> o.domain().equals(origin.domain()));
            if (besides && !domains.contains(origin.domain())) {
                waiting.remove(origin);
                start(origin);
                return true;
            }
        }
        return false;
    }

    private void start(Origin origin) {
        tries.merge(origin, 1, Integer::sum);
        hedgeAt = clock.instant().plus(health.hedgeAfter(origin, traffic));
        Cancellation cancellation = new Cancellation();
        running.put(origin, cancellation);
        Ask ask = new Ask(recipe.path(), traffic, 0, etag, null, caller.via(), cancellation);
        Thread.ofVirtual().name("witness " + origin.name()).start(() -> inbox.add(ask(origin, ask)));
    }

    private static Report ask(Origin origin, Ask ask) {
        WordSink sink = new WordSink();
        Outcome outcome;
        try {
            outcome = origin.get(ask, sink);
        } catch (IOException e) {
            outcome = new Outcome.Unavailable(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            outcome = new Outcome.Unavailable("failed inside: " + e);
        }
        return new Report(origin, ask.cancellation(), outcome, sink.head, sink.bytes.toByteArray());
    }

    /** The next report; null where it is time to look around before there is one. */
    private @Nullable Report next() throws InterruptedException {
        Instant due = deadline();
        if (hedgeable() && (due == null || hedgeAt.isBefore(due))) {
            due = hedgeAt;
        }
        if (due == null) {
            return inbox.take();
        }
        long left = Duration.between(clock.instant(), due).toMillis();
        return inbox.poll(Math.max(left, 1), TimeUnit.MILLISECONDS);
    }

    private void hear(Report report) {
        Origin origin = report.origin();
        switch (report.outcome()) {
            case Outcome.Found found -> word(report, found);
            case Outcome.Missing missing -> {
                absence.missing(origin, missing.said());
                missingSince = missingSince == null ? clock.instant() : missingSince;
            }
            case Outcome.Throttled throttled -> absence.throttled(origin, throttled.said(), throttled.retryAfter());
            case Outcome.Unavailable unavailable -> {
                absence.trouble(origin, unavailable.said());
                again(origin);
            }
            case Outcome.Denied denied -> absence.trouble(origin, denied.said());
            case Outcome.NotModified n -> {}
            case Outcome.Abandoned a -> {}
        }
    }

    private void again(Origin origin) {
        if (tries.getOrDefault(origin, 0) >= TRIES) {
            return;
        }
        boolean granted = retries.spend();
        events.publish(new Event.Extra("retry", traffic.label(), granted));
        if (granted) {
            waiting.addLast(origin);
        }
    }

    private void word(Report report, Outcome.Found found) {
        Origin origin = report.origin();
        String fault = recipe.agreement().malformed(report.bytes());
        if (!fault.isEmpty()) {
            events.publish(new Event.Judged(key.toString(), origin.name(), "rejected", fault));
            health.corrupt(origin, fault);
            absence.trouble(origin, "sent what is wrong: " + fault);
            return;
        }
        firstHead = firstHead == null ? found.head() : firstHead;
        words.add(new Word(origin.name(), origin.domain(), report.bytes()));
        domains.add(origin.domain());
        replaceAt = clock.instant().plus(LATE);
    }

    private Hearing told(Merged merged) {
        if (!merged.disagreement().isEmpty()) {
            events.publish(new Event.Disagreed(key.toString(), merged.disagreement()));
        }
        for (Origin origin : recipe.origins().all()) {
            if (merged.wrong().contains(origin.name())) {
                events.publish(new Event.Judged(key.toString(), origin.name(), "rejected", merged.disagreement()));
                health.corrupt(origin, merged.disagreement());
            }
        }
        String from =
                words.stream().map(Word::origin).reduce((a, b) -> a + "," + b).orElse("-");
        String by = domains.size() == 1 ? "1 witness" : domains.size() + " witnesses";
        String kept = etags && firstHead != null ? firstHead.etag() : null;
        return new Hearing(new Finding.Landed(from, by, merged.confirmed(), kept, null), merged.bytes());
    }

    /** Collects one word. */
    private static final class WordSink implements Sink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Head head = new Head(0, -1, null, null);

        @Override
        public boolean begin(Head begun) {
            head = begun;
            return true;
        }

        @Override
        public void write(ByteBuffer more) throws IOException {
            if (bytes.size() + more.remaining() > LARGEST) {
                throw new IOException("is larger than " + LARGEST + " bytes");
            }
            byte[] some = new byte[more.remaining()];
            more.get(some);
            bytes.write(some);
        }
    }
}
