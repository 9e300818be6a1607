package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes what an operator should know, a line each: text for people, or JSON. Requests have a log of their own. */
public final class EventLog implements Events {
    private final PrintStream out;
    private final boolean json;
    private final InstantSource clock;

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
            case Event.Judged j -> judged(j);
            case Event.Disagreed d -> line("WARN", d.key(), d.what(), null);
            case Event.Alarm a -> line("ERROR", a.subject(), a.what(), a.cause());
            case Event.Note n -> line("INFO", n.subject(), n.what(), null);
        }
    }

    /** Good exchanges and honest absences are everyday things; the rest says which mirror is in trouble, and how. */
    private void exchanged(Event.Exchanged event) {
        switch (event.outcome()) {
            case "found", "notmodified", "missing", "abandoned" -> {}
            default ->
                line(
                        "WARN",
                        event.upstream(),
                        event.path() + ": " + event.said() + " after "
                                + event.took().toMillis() + " ms",
                        null);
        }
    }

    private void judged(Event.Judged event) {
        switch (event.verdict()) {
            case "verified" -> {}
            case "rejected" ->
                line("ERROR", event.upstream(), "sent a wrong " + event.key() + ": " + event.why(), null);
            default -> line("WARN", event.upstream(), event.key() + " cannot be verified: " + event.why(), null);
        }
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
