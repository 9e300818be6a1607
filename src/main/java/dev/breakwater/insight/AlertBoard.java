package dev.breakwater.insight;

import dev.breakwater.event.AlertRule;
import dev.breakwater.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The firing alerts. An alert fires at the first problem, and is resolved only after its rule's calm time without one: so an
 * intermittent problem is one alert, and one message of recovery.
 */
final class AlertBoard {
    private static final int LONGEST = 600;

    private record Id(AlertRule rule, String subject) {}

    /** An alert that is firing; {@code wellSince} is null while the problem persists. */
    private static final class Firing {
        private final Instant since;
        private int times;
        private String last;
        private @Nullable Instant wellSince;

        Firing(Instant since, String last) {
            this.since = since;
            this.last = last;
        }
    }

    private final Map<Id, Firing> firing = new HashMap<>();
    private final InstantSource clock;
    private final Consumer<Event.Alert> told;

    AlertBoard(InstantSource clock, Consumer<Event.Alert> told) {
        this.clock = clock;
        this.told = told;
    }

    /** Reports a problem. */
    synchronized void bad(AlertRule rule, String subject, String message) {
        String plain = plain(message);
        Id id = new Id(rule, subject);
        Firing alert = firing.get(id);
        if (alert == null) {
            alert = new Firing(clock.instant(), plain);
            firing.put(id, alert);
            told.accept(new Event.Alert(
                    rule,
                    subject,
                    true,
                    alert.since,
                    plain,
                    AlertAdvice.of(rule).meanwhile()));
        }
        alert.last = plain;
        alert.wellSince = null;
    }

    /** Reports that the problem is over; does nothing if there was none. */
    synchronized void well(AlertRule rule, String subject) {
        Firing alert = firing.get(new Id(rule, subject));
        if (alert != null && alert.wellSince == null) {
            alert.wellSince = clock.instant();
            settle();
        }
    }

    /** Reports a momentary problem. */
    synchronized void happened(AlertRule rule, String subject, String message) {
        bad(rule, subject, message);
        Firing alert = firing.get(new Id(rule, subject));
        if (alert != null) {
            alert.times++;
        }
        well(rule, subject);
    }

    /** Ends the problems of all subjects but {@code known}: the others no longer exist. */
    synchronized void wellBut(Set<String> known, AlertRule rule) {
        for (String subject : bad(rule)) {
            if (!known.contains(subject)) {
                well(rule, subject);
            }
        }
    }

    /** The subjects of {@code rule} that have the problem now. */
    synchronized Set<String> bad(AlertRule rule) {
        return firing.entrySet().stream()
                .filter(each -> each.getKey().rule.equals(rule) && each.getValue().wellSince == null)
                .map(each -> each.getKey().subject)
                .collect(Collectors.toSet());
    }

    /** Resolves the alerts that have been calm for long enough. */
    synchronized void settle() {
        Instant now = clock.instant();
        List<Map.Entry<Id, Firing>> over = firing.entrySet().stream()
                .filter(each -> {
                    Instant well = each.getValue().wellSince;
                    return well != null
                            && !well.plus(AlertAdvice.of(each.getKey().rule).calm())
                                    .isAfter(now);
                })
                .toList();
        over.forEach(each -> {
            Id id = each.getKey();
            Firing alert = each.getValue();
            firing.remove(id);
            String times = alert.times <= 1 ? "" : ", " + alert.times + " times";
            String message = AlertAdvice.of(id.rule).over() + " It lasted " + shown(Duration.between(alert.since, now))
                    + times + ". Last message: " + alert.last;
            told.accept(new Event.Alert(
                    id.rule,
                    id.subject,
                    false,
                    alert.since,
                    message,
                    AlertAdvice.of(id.rule).afterwards()));
        });
    }

    private static String shown(Duration time) {
        return time.toMinutes() < 2 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }

    /** One line of bounded length, whatever untrusted text is in it. */
    private static String plain(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
