package dev.breakwater.format.go.probe;

import dev.breakwater.probe.ProbeAsk;
import dev.breakwater.probe.ProbeClient;
import dev.breakwater.probe.ProbeExchange;
import dev.breakwater.probe.SampleVersion;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The recent versions in an index feed: one JSON object a line with {@code Path}, {@code Version} and {@code Timestamp}, oldest
 * first, from {@code ?since=} on. See "Module index" at index.golang.org.
 */
final class RecentVersions {
    /** The ages of the chosen versions, from the youngest to the oldest. */
    private static final List<Duration> AGES =
            List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24));

    private static final int EACH = 3;
    private static final Pattern FIELD = Pattern.compile("\"(Path|Version|Timestamp)\"\\s*:\\s*\"([^\"\\\\]*)\"");

    /** A published version. */
    record RecentVersion(SampleVersion subject, Instant at) {}

    private final ProbeClient asker;
    private final GoTerms terms;
    private final Predicate<String> secret;

    /**
     * Of the feed at {@code asker}'s address.
     *
     * @param secret matches modules that no mirror may learn about
     */
    RecentVersions(ProbeClient asker, GoTerms terms, Predicate<String> secret) {
        this.asker = asker;
        this.terms = terms;
        this.secret = secret;
    }

    /** A few releases of different ages, seen from {@code now}. */
    List<RecentVersion> recent(Instant now) {
        List<RecentVersion> recent = new ArrayList<>();
        for (Duration age : AGES) {
            ProbeExchange exchange = asker.ask(ProbeAsk.of(GoQuestion.LIST, "?since=" + now.minus(age) + "&limit=100"));
            if (exchange.body() != null) {
                entries(new String(exchange.body(), StandardCharsets.UTF_8)).stream()
                        .filter(entry -> released(entry.subject())
                                && !secret.test(entry.subject().module()))
                        .filter(entry -> recent.stream()
                                .noneMatch(e -> e.subject()
                                        .module()
                                        .equals(entry.subject().module())))
                        .limit(EACH)
                        .forEach(recent::add);
            }
        }
        return recent;
    }

    /** Lists name only releases. */
    private boolean released(SampleVersion subject) {
        byte[] list = subject.version().getBytes(StandardCharsets.UTF_8);
        return terms.fault(subject.module(), subject.version()).isEmpty()
                && terms.listed(subject.module(), list)
                        .filter(named -> !named.isEmpty())
                        .isPresent();
    }

    /** Reads a feed; skips invalid entries. */
    static List<RecentVersion> entries(String feed) {
        List<RecentVersion> entries = new ArrayList<>();
        for (String line : feed.lines().toList()) {
            String path = "";
            String version = "";
            String time = "";
            Matcher fields = FIELD.matcher(line);
            while (fields.find()) {
                switch (fields.group(1)) {
                    case "Path" -> path = fields.group(2);
                    case "Version" -> version = fields.group(2);
                    default -> time = fields.group(2);
                }
            }
            Optional<Instant> at = instant(time);
            if (!path.isEmpty() && !version.isEmpty() && at.isPresent()) {
                entries.add(new RecentVersion(new SampleVersion(path, version), at.get()));
            }
        }
        return entries;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
