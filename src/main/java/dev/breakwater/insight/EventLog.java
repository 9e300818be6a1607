package dev.breakwater.insight;

import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The log for operators: one line for each event, as text or JSON. Requests have a log of their own. */
public final class EventLog implements Events {
    /** The subject of store failures during a request; the store's own faults are logged separately. */
    private static final String STORE = "store";

    /** The kinds of lines that clients or upstreams can cause in any number; each has a budget of its own. */
    private enum Sort {
        CHECK("judged"),
        UNCONFIRMED("unconfirmed"),
        DISAGREEMENT("disagreed"),
        HEALTH("health"),
        MODULE_GONE("modulegone"),
        HEAD("headtold"),
        ALARM("alarm"),
        NOTE("note");

        private final String written;

        Sort(String written) {
            this.written = written;
        }
    }

    private final PrintStream out;
    private final boolean json;
    private final InstantSource clock;
    private final ConcurrentMap<String, Quiet> failures = new ConcurrentHashMap<>();
    private final Map<Sort, LineBudget> budgets = new ConcurrentHashMap<>();

    /** Writes to {@code out}. */
    public EventLog(PrintStream out, boolean json, InstantSource clock) {
        this.out = out;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void publish(Event event) {
        switch (event) {
            case Event.Served s -> {}
            case Event.Exchanged e -> exchanged(e);
            case Event.ContentChecked j -> judged(j);
            case Event.Unconfirmed u -> unconfirmed(u);
            case Event.Disagreed d -> bounded(Sort.DISAGREEMENT, "WARN", d.key(), d.what(), null);
            case Event.HealthChanged h -> health(h);
            case Event.Configured c -> configured(c);
            case Event.Switched s -> line("WARN", s.what(), s.to() + " by " + s.by(), null);
            case Event.Forked f -> line("ERROR", f.database(), f.evidence(), null);
            case Event.ModuleGone g ->
                bounded(
                        Sort.MODULE_GONE,
                        "WARN",
                        "module-gone",
                        g.repository() + "/" + g.module()
                                + ": all upstreams answer not found; cached versions are still served",
                        null);
            case Event.Listed l -> {}
            case Event.HeadTold h -> head(h);
            case Event.Collected c ->
                line(
                        "INFO",
                        STORE,
                        "removed " + c.entries() + " entries (" + megabytes(c.bytes())
                                + " MB): unused for too long, or over the quota",
                        null);
            case Event.Alert a -> alert(a);
            case Event.Delivery d -> delivery(d);
            case Event.Alarm a -> alarmed(a);
            case Event.LogNote n -> bounded(Sort.NOTE, "INFO", n.subject(), n.what(), null);
            case Event.Probed p -> {}
            case Event.Extra e -> {}
            case Event.Audited a -> {}
        }
    }

    /** Logs failed exchanges: which mirror failed, and how. Successes and honest "not found" answers are not logged. */
    private void exchanged(Event.Exchanged event) {
        switch (event.outcome()) {
            case FOUND, NOT_MODIFIED, MISSING, ABANDONED -> {}
            case DENIED, THROTTLED, UNAVAILABLE -> failed(event);
        }
    }

    private void failed(Event.Exchanged event) {
        String what =
                event.path() + ": " + event.said() + " after " + event.took().toMillis() + " ms";
        now(event.upstream()).ifPresent(more -> line("WARN", event.upstream(), what + more, null));
    }

    private void alarmed(Event.Alarm alarm) {
        if (alarm.subject().equals(STORE)) {
            now(STORE).ifPresent(more -> line("ERROR", STORE, alarm.what() + more, alarm.cause()));
        } else {
            bounded(Sort.ALARM, "ERROR", alarm.subject(), alarm.what(), alarm.cause());
        }
    }

    /** A note on the failures not logged before; empty if no line is due now. */
    private Optional<String> now(String subject) {
        int unsaid = failures.computeIfAbsent(subject, s -> new Quiet()).say(clock.instant());
        if (unsaid < 0) {
            return Optional.empty();
        }
        return Optional.of(unsaid == 0 ? "" : " (and " + unsaid + " failures before this one)");
    }

    /** Keeps a mirror or a disk that is down from filling the log: at most one line every ten seconds. */
    private static final class Quiet {
        private Instant until = Instant.MIN;
        private int unsaid;

        /** How many were not logged since the last line; negative if this one must not be logged either. */
        synchronized int say(Instant now) {
            if (now.isBefore(until)) {
                unsaid++;
                return -1;
            }
            int before = unsaid;
            unsaid = 0;
            until = now.plusSeconds(10);
            return before;
        }
    }

    private void judged(Event.ContentChecked event) {
        switch (event.result()) {
            case VERIFIED -> {}
            case REJECTED ->
                bounded(
                        Sort.CHECK,
                        "ERROR",
                        event.upstream(),
                        "sent wrong content for " + event.key() + ": " + event.why(),
                        null);
            case UNPROVEN ->
                bounded(
                        Sort.CHECK,
                        "WARN",
                        event.upstream(),
                        "sent wrong content for " + event.key() + ", and no other upstream sent correct content: "
                                + event.why(),
                        null);
            case UNVERIFIABLE ->
                bounded(Sort.CHECK, "WARN", event.upstream(), event.key() + " can't be verified: " + event.why(), null);
        }
    }

    /** Logs a refusal only: served content was checked before, which has its own line. */
    private void unconfirmed(Event.Unconfirmed event) {
        if (!event.served()) {
            bounded(Sort.UNCONFIRMED, "ERROR", event.key(), "refused: " + event.why(), null);
        }
    }

    private void health(Event.HealthChanged event) {
        String level = event.to() == CircuitState.HEALTHY ? "INFO" : "WARN";
        String what = change(event.to()) + " for " + event.traffic() + ": " + event.why();
        bounded(Sort.HEALTH, level, event.upstream(), what, null);
    }

    private static String change(CircuitState to) {
        return switch (to) {
            case HEALTHY -> "healthy again";
            case SUSPECT -> "degraded";
            case THROTTLED -> "throttled";
            case OPEN -> "circuit opened";
            case HALF_OPEN -> "circuit half-open";
        };
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }

    private void configured(Event.Configured event) {
        String level = event.taken() ? "INFO" : "ERROR";
        event.said().forEach(said -> line(level, "configuration", said, null));
        String end = event.taken() ? " is in force" : " is rejected: the previous configuration stays in force";
        line(level, "configuration", event.source() + end, null);
    }

    private void head(Event.HeadTold event) {
        if (event.behind()) {
            String what = event.source() + " is more than a day behind: its latest tree head has " + event.size()
                    + " records";
            bounded(Sort.HEAD, "WARN", event.database(), what, null);
        }
    }

    private void alert(Event.Alert event) {
        String state = event.firing() ? "firing: " : "resolved: ";
        line(event.firing() ? "WARN" : "INFO", "alert " + event.id(), state + event.message(), null);
    }

    private void delivery(Event.Delivery event) {
        switch (event.result()) {
            case DELIVERED -> {}
            case RETRIED -> line("INFO", "webhook " + event.webhook(), event.said(), null);
            case FAILED, DROPPED -> line("ERROR", "webhook " + event.webhook(), event.said(), null);
        }
    }

    /** Logs a line within the budget of its kind; beyond the budget it is only counted. */
    private void bounded(Sort sort, String level, String subject, String what, @Nullable Throwable cause) {
        int unsaid = budgets.computeIfAbsent(sort, _ -> new LineBudget()).spend(clock.instant());
        if (unsaid < 0) {
            return;
        }
        if (unsaid > 0) {
            line(
                    "WARN",
                    "log",
                    unsaid + " lines like the next (" + sort.written + ") were dropped: too many at once",
                    null);
        }
        line(level, subject, what, cause);
    }

    private void line(String level, String subject, String what, @Nullable Throwable cause) {
        String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        String text = json
                ? "{\"time\":\"" + time + "\",\"level\":\"" + level + "\",\"subject\":" + quoted(subject)
                        + ",\"message\":" + quoted(what) + "}"
                : time + " " + level + " " + plain(subject) + ": " + plain(what);
        synchronized (out) {
            out.println(text);
            // An unexpected exception: its stack trace is the only clue.
            if (cause instanceof RuntimeException || cause instanceof Error) {
                cause.printStackTrace(out);
            }
        }
    }

    /** The text on one line: control characters become spaces. */
    private static String plain(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f) ? text.replaceAll("\\p{Cntrl}+", " ") : text;
    }

    /** A JSON string. DEL is escaped too: libraries leave it as it is, and terminals obey it. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
