package dev.breakwater.insight;

import dev.breakwater.event.CheckResult;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.event.ExchangeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A record of each upstream over time, from ordinary traffic: how long after the first one it shows a new version, how often
 * its content was wrong, how many of its exchanges succeed, hour by hour. Plain data, which changes nothing by itself. Safe for
 * many threads.
 */
public final class UpstreamLedger implements Events {
    /** A version missing for longer was left out on purpose, and is not late. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** An upstream later than this is a worse witness of new versions than the others. */
    private static final Duration LATE = Duration.ofHours(1);

    private static final int PENDING = 500;
    private static final int DELAYS = 64;
    private static final int HOURS = 24;

    /**
     * The record of one upstream.
     *
     * @param lagSeconds for how long another has shown the oldest version that it does not show; 0 if it shows all
     * @param pending how many versions it does not show
     * @param delaysSeconds how late it was with the last versions that it came to show, oldest first
     * @param rejected how often its content was wrong
     * @param lists how many of its lists were compared with others
     * @param behind how many of these lacked a version
     * @param hours the last hours with requests to it, oldest first
     */
    public record Standing(
            String upstream,
            long lagSeconds,
            int pending,
            List<Long> delaysSeconds,
            long rejected,
            long lists,
            long behind,
            List<Hour> hours) {}

    /** Exchanges of one hour, and those of them that failed: it did not answer, sent a truncated answer, refused or throttled. */
    public record Hour(Instant from, long exchanges, long failed) {}

    /** A version that an upstream does not show, although another has shown it since {@code since}. */
    public record Late(String repository, String upstream, String subject, String version, Instant since) {}

    private record Artefact(String repository, String subject, String version) {}

    private static final class KnownVersions {
        private final Map<Artefact, Instant> pending = new HashMap<>();
        private final Deque<Long> delays = new ArrayDeque<>();
        private final Deque<Hour> hours = new ArrayDeque<>();
        private long rejected;
        private long lists;
        private long behind;
    }

    private final Map<String, KnownVersions> pages = new TreeMap<>();
    private final Metrics metrics;
    private final InstantSource clock;

    /** Starts empty; shows the lag of each upstream in {@code metrics} once it was compared with others. */
    public UpstreamLedger(Metrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void publish(Event event) {
        switch (event) {
            case Event.Listed listed -> listed(listed);
            case Event.Exchanged exchanged -> exchanged(exchanged);
            case Event.ContentChecked judged -> judged(judged);
            case Event.Served _,
                    Event.Audited _,
                    Event.Unconfirmed _,
                    Event.Disagreed _,
                    Event.ModuleGone _,
                    Event.HealthChanged _,
                    Event.Configured _,
                    Event.Switched _,
                    Event.Forked _,
                    Event.Collected _,
                    Event.HeadTold _,
                    Event.Alert _,
                    Event.Delivery _,
                    Event.Alarm _,
                    Event.LogNote _,
                    Event.Probed _,
                    Event.Extra _ -> {}
        }
    }

    private synchronized void listed(Event.Listed event) {
        KnownVersions page = pages.computeIfAbsent(event.upstream(), name -> new KnownVersions());
        Instant now = clock.instant();
        if (page.lists == 0) {
            metrics.gauge(
                    "breakwater.upstream.lag",
                    "Age of the oldest version that another upstream lists and this one does not",
                    "seconds",
                    event.upstream(),
                    this,
                    ledger -> ledger.lag(event.upstream()));
        }
        page.lists++;
        page.behind += event.lacks().isEmpty() ? 0 : 1;
        for (String version : event.lacks()) {
            Artefact thing = new Artefact(event.repository(), event.subject(), version);
            if (page.pending.size() < PENDING) {
                page.pending.putIfAbsent(thing, since(thing, now));
            }
        }
        for (String version : event.has()) {
            Instant since = page.pending.remove(new Artefact(event.repository(), event.subject(), version));
            if (since != null) {
                add(page.delays, Duration.between(since, now).toSeconds(), DELAYS);
            }
        }
        forget(page, now);
    }

    /** When one upstream was first seen to have it and another not to. */
    private Instant since(Artefact thing, Instant now) {
        return pages.values().stream()
                .map(page -> page.pending.get(thing))
                .filter(java.util.Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(now);
    }

    private static void forget(KnownVersions page, Instant now) {
        Iterator<Instant> all = page.pending.values().iterator();
        while (all.hasNext()) {
            if (all.next().isBefore(now.minus(LONGEST))) {
                all.remove();
            }
        }
    }

    private static <T> void add(Deque<T> to, T one, int most) {
        to.addLast(one);
        if (to.size() > most) {
            to.removeFirst();
        }
    }

    private synchronized void exchanged(Event.Exchanged event) {
        boolean failed = failed(event);
        if (event.outcome() == ExchangeOutcome.ABANDONED) {
            return;
        }
        KnownVersions page = pages.computeIfAbsent(event.upstream(), name -> new KnownVersions());
        Instant hour = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 3600 * 3600);
        Hour last = page.hours.peekLast();
        if (last != null && last.from().equals(hour)) {
            page.hours.removeLast();
            add(page.hours, new Hour(hour, last.exchanges() + 1, last.failed() + (failed ? 1 : 0)), HOURS);
        } else {
            add(page.hours, new Hour(hour, 1, failed ? 1 : 0), HOURS);
        }
    }

    /** Whether it did not answer, sent a truncated answer, refused or throttled. */
    static boolean failed(Event.Exchanged event) {
        return switch (event.outcome()) {
            case UNAVAILABLE, THROTTLED, DENIED -> true;
            case FOUND, NOT_MODIFIED, MISSING, ABANDONED -> false;
        };
    }

    private synchronized void judged(Event.ContentChecked event) {
        if (event.result() == CheckResult.REJECTED) {
            pages.computeIfAbsent(event.upstream(), name -> new KnownVersions()).rejected++;
        }
    }

    /** Whether it has lacked a version that another shows for over an hour. */
    public boolean late(String upstream) {
        return lag(upstream) > LATE.toSeconds();
    }

    private synchronized long lag(String upstream) {
        KnownVersions page = pages.get(upstream);
        return page == null ? 0 : lag(page);
    }

    private long lag(KnownVersions page) {
        forget(page, clock.instant());
        return page.pending.values().stream()
                .min(Instant::compareTo)
                .map(since -> Duration.between(since, clock.instant()).toSeconds())
                .orElse(0L);
    }

    /** The records of all upstreams, by name. */
    public synchronized List<Standing> standings() {
        return pages.entrySet().stream()
                .map(each -> new Standing(
                        each.getKey(),
                        lag(each.getValue()),
                        each.getValue().pending.size(),
                        List.copyOf(each.getValue().delays),
                        each.getValue().rejected,
                        each.getValue().lists,
                        each.getValue().behind,
                        List.copyOf(each.getValue().hours)))
                .toList();
    }

    /** The missing version that has been missing longest. */
    public synchronized Optional<Late> latest() {
        return pages.entrySet().stream()
                .flatMap(page -> page.getValue().pending.entrySet().stream()
                        .map(thing -> new Late(
                                thing.getKey().repository(),
                                page.getKey(),
                                thing.getKey().subject(),
                                thing.getKey().version(),
                                thing.getValue())))
                .min(Comparator.comparing(Late::since).thenComparing(Late::upstream));
    }
}
