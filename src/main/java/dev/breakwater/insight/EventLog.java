package dev.breakwater.insight;

import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Writes what an operator should know, a line each: text for people, or JSON. Requests have a log of their own. */
public final class EventLog implements Events {
    /** The subject of what requests meet in the store, each its own line; what is wrong with it is told besides. */
    private static final String STORE = "store";

    /** The lines of which strangers can bring about any number, each sort with a budget of its own. */
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
            case Event.Switched s -> line("WARN", s.what(), "is " + s.to() + " now, by the hand of " + s.by(), null);
            case Event.Forked f -> line("ERROR", f.database(), f.evidence(), null);
            case Event.ModuleGone g ->
                bounded(
                        Sort.MODULE_GONE,
                        "WARN",
                        "module-gone",
                        g.repository() + "/" + g.module()
                                + ": every upstream says that it does not exist; what is held of it is served",
                        null);
            case Event.Listed l -> {}
            case Event.HeadTold h -> head(h);
            case Event.Collected c ->
                line("INFO", STORE, c.entries() + " entries of " + c.bytes() + " bytes have been collected", null);
            case Event.Alert a -> alert(a);
            case Event.Delivery d -> delivery(d);
            case Event.Alarm a -> alarmed(a);
            case Event.LogNote n -> bounded(Sort.NOTE, "INFO", n.subject(), n.what(), null);
            case Event.Probed p -> {}
            case Event.Extra e -> {}
            case Event.Audited a -> {}
        }
    }

    /** Good exchanges and honest absences are everyday things; the rest says which mirror is in trouble, and how. */
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

    /** What to say of the failures before; empty where nothing is to be said now. */
    private Optional<String> now(String subject) {
        int unsaid = failures.computeIfAbsent(subject, s -> new Quiet()).say(clock.instant());
        if (unsaid < 0) {
            return Optional.empty();
        }
        return Optional.of(unsaid == 0 ? "" : " (and " + unsaid + " failures before it)");
    }

    /** Keeps a mirror or a disk that is down from filling the log: a line every ten seconds says it as well. */
    private static final class Quiet {
        private Instant until = Instant.MIN;
        private int unsaid;

        /** How many went unsaid since the last line; negative where this one is to go unsaid too. */
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
                        "sent a wrong " + event.key() + ": " + event.why(),
                        null);
            case UNPROVEN ->
                bounded(
                        Sort.CHECK,
                        "WARN",
                        event.upstream(),
                        "sent a wrong " + event.key() + ", and no other upstream sent a right one: " + event.why(),
                        null);
            case UNVERIFIABLE ->
                bounded(
                        Sort.CHECK,
                        "WARN",
                        event.upstream(),
                        event.key() + " cannot be verified: " + event.why(),
                        null);
        }
    }

    /** What is served so was judged before, which has its line. */
    private void unconfirmed(Event.Unconfirmed event) {
        if (!event.served()) {
            bounded(Sort.UNCONFIRMED, "ERROR", event.key(), "refused: " + event.why(), null);
        }
    }

    private void health(Event.HealthChanged event) {
        String level = event.to() == CircuitState.HEALTHY ? "INFO" : "WARN";
        String what = event.traffic() + " is " + event.to().written() + " (was "
                + event.from().written() + "): " + event.why();
        bounded(Sort.HEALTH, level, event.upstream(), what, null);
    }

    private void configured(Event.Configured event) {
        String level = event.taken() ? "INFO" : "ERROR";
        event.said().forEach(said -> line(level, "configuration", said, null));
        String end = event.taken() ? " is in force" : " is not applied: what was in force before stays so";
        line(level, "configuration", event.source() + end, null);
    }

    private void head(Event.HeadTold event) {
        if (event.behind()) {
            String what = event.source() + " is more than a day behind: its newest tree head has " + event.size()
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

    /** A line of a kind of which strangers can bring about any number: beyond its budget it is only counted. */
    private void bounded(Sort sort, String level, String subject, String what, @Nullable Throwable cause) {
        int unsaid = budgets.computeIfAbsent(sort, _ -> new LineBudget()).spend(clock.instant());
        if (unsaid < 0) {
            return;
        }
        if (unsaid > 0) {
            line(
                    "WARN",
                    "log",
                    unsaid + " lines like the next (" + sort.written + ") were left out: there were too many",
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
            // An exception nobody expected: where it came from is all there is to go by.
            if (cause instanceof RuntimeException || cause instanceof Error) {
                cause.printStackTrace(out);
            }
        }
    }

    /** One line, whatever strangers put into it. */
    private static String plain(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f) ? text.replaceAll("\\p{Cntrl}+", " ") : text;
    }

    /** As JSON has it, and DEL escaped as well, which a library leaves as it is and a terminal obeys. */
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
