package dev.breakwater.insight;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.AlertRule;
import dev.breakwater.event.CheckResult;
import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The alert rules, see {@link AlertRule}, applied to events; each alert is itself an event, when it begins and when it is
 * resolved. Never blocks.
 */
public final class Alerts implements Events, AutoCloseable {
    private static final Set<CircuitState> OUT = EnumSet.of(CircuitState.OPEN, CircuitState.HALF_OPEN);
    private static final int DISAGREEMENTS = 10;
    private static final Duration DISAGREEING = Duration.ofMinutes(10);
    private static final Duration BEHIND = Duration.ofDays(1);
    private static final Duration PROBES = Duration.ofSeconds(10);

    private final AlertBoard board;
    private final InstantSource clock;
    private final BooleanSupplier storeWorks;
    private final UpstreamLedger ledger;
    private final Periodic ticker;
    private final ConcurrentMap<String, Failures> failures = new ConcurrentHashMap<>();

    /**
     * State of each upstream by class of traffic, and which upstreams belong to which repository; both under this object's
     * lock.
     */
    private final Map<String, Map<String, Event.HealthChanged>> states = new HashMap<>();

    private Map<String, List<String>> upstreams = Map.of();
    private Set<String> asked = Set.of();
    private final Map<String, Deque<Instant>> disagreements = new HashMap<>();
    private Instant probed = Instant.MIN;
    private Instant compared = Instant.MIN;

    /**
     * Starts without alerts.
     *
     * @param out where alerts are published
     * @param ledger knows which upstreams are behind
     * @param storeWorks tries a write to the store; called now and then while the store is failing
     */
    public Alerts(Events out, InstantSource clock, UpstreamLedger ledger, BooleanSupplier storeWorks) {
        this.board = new AlertBoard(clock, out::publish);
        this.clock = clock;
        this.ledger = ledger;
        this.storeWorks = storeWorks;
        this.ticker = new Periodic("alerts", Duration.ofSeconds(1), this::look, out);
    }

    /**
     * Sets the configured upstreams and sources; alerts on all others end.
     *
     * @param byRepository the names of each repository's upstreams
     * @param others what else is in use: the sources of checksum databases
     */
    public synchronized void expect(Map<String, List<String>> byRepository, Set<String> others) {
        upstreams = Map.copyOf(byRepository);
        asked = Stream.concat(others.stream(), byRepository.values().stream().flatMap(List::stream))
                .collect(Collectors.toUnmodifiableSet());
        failures.keySet().retainAll(upstreams.keySet());
        board.wellBut(upstreams.keySet(), AlertRule.REQUESTS_FAILING);
        board.wellBut(upstreams.keySet(), AlertRule.REPOSITORY_DARK);
        board.wellBut(Set.of(), AlertRule.DATABASE_STALE);
        judge();
    }

    /** Starts to check, once a second, the rules that depend on time. */
    public void start() {
        ticker.start();
    }

    @Override
    public void publish(Event event) {
        switch (event) {
            case Event.Served s -> count(s);
            case Event.HealthChanged h -> health(h);
            case Event.ContentChecked j -> judged(j);
            case Event.Unconfirmed u -> unconfirmed(u);
            case Event.Disagreed d -> disagreed(d);
            case Event.Forked f ->
                board.happened(
                        AlertRule.DATABASE_FORKED, f.database(), "signed two different histories: " + f.evidence());
            case Event.ModuleGone g ->
                board.happened(
                        AlertRule.MODULE_GONE,
                        g.repository(),
                        "all upstreams answer not found for " + g.module() + "; cached versions are still served");
            case Event.Listed l -> {}
            case Event.Switched s -> {}
            case Event.HeadTold h -> head(h);
            case Event.Configured c -> configured(c);
            case Event.Alarm a -> alarm(a);
            case Event.Exchanged e -> {}
            case Event.Alert a -> {}
            case Event.Delivery d -> {}
            case Event.LogNote n -> {}
            case Event.Probed p -> {}
            case Event.Collected c -> {}
            case Event.Extra e -> {}
            case Event.Audited a -> {}
        }
    }

    private void count(Event.Served event) {
        if (event.repository().equals("-")) {
            return;
        }
        Failures counted = failures.get(event.repository());
        if (counted == null) {
            counted = failures.computeIfAbsent(event.repository(), r -> new Failures());
        }
        counted.count(event);
    }

    private synchronized void health(Event.HealthChanged event) {
        states.computeIfAbsent(event.upstream(), u -> new HashMap<>()).put(event.traffic(), event);
        judge();
    }

    /** Checks the states of all upstreams together. */
    private void judge() {
        states.forEach(this::judge);
        upstreams.forEach(this::judge);
    }

    private void judge(String upstream, Map<String, Event.HealthChanged> byTraffic) {
        List<Event.HealthChanged> out =
                byTraffic.values().stream().filter(h -> OUT.contains(h.to())).toList();
        if (out.isEmpty() || !asked.contains(upstream)) {
            board.well(AlertRule.UPSTREAM_OUT, upstream);
            return;
        }
        List<String> classes =
                out.stream().map(Event.HealthChanged::traffic).sorted().toList();
        board.bad(
                AlertRule.UPSTREAM_OUT,
                upstream,
                "is down for " + String.join(", ", classes) + ": "
                        + out.getFirst().why());
    }

    private void judge(String repository, List<String> all) {
        List<String> dark = Stream.of("archive", "metadata")
                .filter(traffic -> !all.isEmpty() && all.stream().allMatch(u -> out(u, traffic)))
                .toList();
        if (dark.isEmpty()) {
            board.well(AlertRule.REPOSITORY_DARK, repository);
            return;
        }
        String message = "all " + all.size() + " upstreams are down for " + String.join(", ", dark) + ": "
                + String.join(", ", all);
        board.bad(AlertRule.REPOSITORY_DARK, repository, message);
    }

    private boolean out(String upstream, String traffic) {
        Event.HealthChanged last = states.getOrDefault(upstream, Map.of()).get(traffic);
        return last != null && OUT.contains(last.to());
    }

    private void judged(Event.ContentChecked event) {
        if (event.result() == CheckResult.REJECTED) {
            board.happened(
                    AlertRule.CONTENT_REJECTED,
                    event.upstream(),
                    "sent wrong content for " + event.key() + ": " + event.why());
        }
    }

    private void unconfirmed(Event.Unconfirmed event) {
        String repository = event.key().replaceFirst("/.*", "");
        String what = event.served() ? "was served unconfirmed from one upstream: " : "was refused: ";
        board.happened(AlertRule.CONTENT_UNCONFIRMED, repository, event.key() + " " + what + event.why());
    }

    /** Counts disagreements. One is normal, because mirrors lag; many in a short time are not. */
    private synchronized void disagreed(Event.Disagreed event) {
        String repository = event.key().replaceFirst("/.*", "");
        Instant now = clock.instant();
        Deque<Instant> last = disagreements.computeIfAbsent(repository, r -> new ArrayDeque<>());
        last.addLast(now);
        while (last.size() > DISAGREEMENTS || last.getFirst().isBefore(now.minus(DISAGREEING))) {
            last.removeFirst();
        }
        if (last.size() == DISAGREEMENTS) {
            board.happened(
                    AlertRule.WITNESSES_DISAGREE,
                    repository,
                    DISAGREEMENTS + " disagreements in " + DISAGREEING.toMinutes() + " minutes, the latest on "
                            + event.key() + ": " + event.what());
        }
    }

    private void head(Event.HeadTold event) {
        String subject = event.database() + " at " + event.source();
        if (event.behind()) {
            board.bad(AlertRule.DATABASE_STALE, subject, "its latest tree head is over a day old");
        } else {
            board.well(AlertRule.DATABASE_STALE, subject);
        }
    }

    private void configured(Event.Configured event) {
        if (event.taken()) {
            board.well(AlertRule.CONFIGURATION_REFUSED, "configuration");
            return;
        }
        int more = event.said().size() - 1;
        String message = event.source() + " is rejected: " + event.said().getFirst()
                + (more > 0 ? " (and " + more + " more)" : "");
        board.bad(AlertRule.CONFIGURATION_REFUSED, "configuration", message);
    }

    private void alarm(Event.Alarm event) {
        if (event.subject().equals("store")) {
            board.bad(AlertRule.STORE_TROUBLE, "store", event.what());
        }
        if (event.subject().equals("upstreams")) {
            board.happened(AlertRule.UPSTREAMS_WIDENED, "upstreams", event.what());
        }
    }

    /** Checks the rules that depend on time. */
    void look() {
        failures.forEach((repository, counted) -> {
            String message = counted.look();
            if (message.isEmpty()) {
                board.well(AlertRule.REQUESTS_FAILING, repository);
            } else {
                board.bad(AlertRule.REQUESTS_FAILING, repository, message);
            }
        });
        probe();
        compare();
        board.settle();
    }

    /** Compares the upstreams: how far one is behind changes with time. */
    private void compare() {
        Instant now = clock.instant();
        if (now.isBefore(compared.plus(PROBES))) {
            return;
        }
        compared = now;
        Set<String> known;
        synchronized (this) {
            known = asked;
        }
        for (UpstreamLedger.Standing standing : ledger.standings()) {
            Duration lag = Duration.ofSeconds(standing.lagSeconds());
            if (known.contains(standing.upstream()) && lag.compareTo(BEHIND) > 0) {
                String message = "is " + lag.toHours() + " h behind another upstream: " + standing.pending()
                        + " versions missing";
                board.bad(AlertRule.UPSTREAM_BEHIND, standing.upstream(), message);
            } else {
                board.well(AlertRule.UPSTREAM_BEHIND, standing.upstream());
            }
        }
    }

    /** Tries the store: only a trial write shows that it works again. */
    private void probe() {
        Instant now = clock.instant();
        if (board.bad(AlertRule.STORE_TROUBLE).isEmpty() || now.isBefore(probed.plus(PROBES))) {
            return;
        }
        probed = now;
        if (storeWorks.getAsBoolean()) {
            board.well(AlertRule.STORE_TROUBLE, "store");
        }
    }

    @Override
    public void close() {
        ticker.close();
    }
}
