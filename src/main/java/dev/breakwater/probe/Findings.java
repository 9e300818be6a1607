package dev.breakwater.probe;

import dev.breakwater.probe.Finding.Kind;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Says in words what there is to know of a mirror, worst things first. Pure. */
final class Findings {
    private static final int CERTIFICATE_DAYS = 14;

    /** So many times the others' time is slow, where it is this much more than theirs as well. */
    private static final double SLOW = 3;

    private static final double SLOWER_SECONDS = 0.25;

    private final Notebook mirror;
    private final List<Gate> gates;
    private final List<Finding> found = new ArrayList<>();

    Findings(Notebook mirror, List<Gate> gates) {
        this.mirror = mirror;
        this.gates = gates;
    }

    /** All of them. {@code others} are the seconds that the others' things take, by class, their median. */
    List<Finding> all(
            MirrorReport.Connection connection,
            MirrorReport.Freshness freshness,
            Map<Traffic, Score> own,
            Map<Traffic, Double> others,
            List<String> database) {
        failed(Gate.Name.TLS, Kind.TLS_INVALID);
        Gate answers = Gates.named(gates, Gate.Name.ANSWERS);
        if (answers.result() == Gate.Result.FAILED
                && found.isEmpty()
                && mirror.exchanges(Exchange::answered).isEmpty()) {
            add(Kind.DEAD, answers.why());
        }
        failed(Gate.Name.CONTENT, Kind.WRONG_CONTENT);
        Gate absence = Gates.named(gates, Gate.Name.ABSENCE);
        if (absence.result() == Gate.Result.FAILED) {
            boolean denies = absence.why().startsWith("says 404");
            add(denies ? Kind.DENIES_WHAT_EXISTS : Kind.ABSENCE_UNCLEAR, absence.why());
        }
        failures();
        database.forEach(what -> add(Kind.DATABASE_WRONG, what));
        fresh(freshness);
        slow(own, others);
        Long days = connection.certificateDays();
        if (days != null && days < CERTIFICATE_DAYS) {
            add(Kind.TLS_ENDS_SOON, "its certificate ends in " + days + " days");
        }
        return List.copyOf(found);
    }

    private void add(Kind kind, String text) {
        found.add(new Finding(kind, text));
    }

    private void failed(Gate.Name name, Kind kind) {
        Gate gate = Gates.named(gates, name);
        if (gate.result() == Gate.Result.FAILED) {
            add(kind, gate.why());
        }
    }

    /** What went wrong with requests, the same things together. */
    private void failures() {
        Map<Kind, Map<String, Integer>> kinds = new EnumMap<>(Kind.class);
        List<Exchange> all = mirror.exchanges(e -> e.question() != Question.NOTHING);
        boolean silent = all.stream().noneMatch(Exchange::answered);
        for (Exchange exchange : all) {
            Kind kind = kind(exchange);
            if (kind != null && (kind != Kind.SILENT || !silent)) {
                kinds.computeIfAbsent(kind, k -> new TreeMap<>())
                        .merge(exchange.outcome().said(), 1, Integer::sum);
            }
        }
        kinds.forEach((kind, said) -> {
            int times = said.values().stream().mapToInt(n -> n).sum();
            String most = said.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse("");
            add(kind, times + " of " + all.size() + " requests: " + most);
        });
    }

    private @org.jspecify.annotations.Nullable Kind kind(Exchange exchange) {
        return switch (exchange.outcome()) {
            case Outcome.Throttled t -> Kind.THROTTLES;
            case Outcome.Denied d -> Kind.REFUSES;
            case Outcome.Unavailable u when u.said().contains("HTML") -> Kind.SENDS_PAGES;
            case Outcome.Unavailable u when exchange.status() == 0 -> Kind.SILENT;
            case Outcome.Unavailable u when exchange.status() < 300 -> Kind.BREAKS_OFF;
            // That a copy of the checksum database is missing or down is said where that is judged.
            case Outcome.Unavailable u ->
                exchange.question().traffic() == Traffic.CHECKSUM || exchange.question() == Question.RANGE
                        ? null
                        : Kind.IN_TROUBLE;
            case Outcome.Found f -> null;
            case Outcome.NotModified n -> null;
            case Outcome.Missing m -> null;
            case Outcome.Abandoned a -> null;
        };
    }

    private void fresh(MirrorReport.Freshness freshness) {
        if (freshness.behind() > 0) {
            Long oldest = freshness.oldestSeconds();
            String age = oldest == null ? "" : ", the oldest of them made " + age(Duration.ofSeconds(oldest)) + " ago";
            add(
                    Kind.STALE,
                    "its lists lack the newest " + freshness.behind() + " versions" + age + ": "
                            + Gates.some(freshness.examples()));
        }
        int gaps = freshness.missing() - freshness.behind();
        if (gaps > 0) {
            add(Kind.GAPS, "its lists lack " + gaps + " older versions that there are");
        }
        Long index = freshness.indexSeconds();
        if (index != null && index > 0) {
            add(Kind.STALE, "its lists lack what the index has had for " + age(Duration.ofSeconds(index)));
        }
        int differs = freshness.latestAsked() - freshness.latestAgreed();
        if (differs > 0) {
            add(
                    Kind.LATEST_DIFFERS,
                    "of " + freshness.latestAsked() + " modules it calls another version the latest for " + differs);
        }
    }

    static String age(Duration age) {
        if (age.toDays() >= 3) {
            return age.toDays() + " days";
        }
        if (age.toHours() >= 2) {
            return age.toHours() + " hours";
        }
        return age.toMinutes() >= 2 ? age.toMinutes() + " minutes" : age.toSeconds() + " seconds";
    }

    private void slow(Map<Traffic, Score> own, Map<Traffic, Double> others) {
        for (Traffic traffic : Set.of(Traffic.METADATA, Traffic.ARCHIVE)) {
            Score score = own.getOrDefault(traffic, Score.NONE);
            double usual = others.getOrDefault(traffic, Double.NaN);
            Double mine = score.seconds();
            if (mine != null && mine > SLOW * usual && mine > usual + SLOWER_SECONDS) {
                add(
                        Kind.SLOW,
                        String.format(
                                Locale.ROOT,
                                "%s takes %.2f s where the others take %.2f s",
                                traffic == Traffic.METADATA ? "a list or info" : "an archive of the usual size",
                                mine,
                                usual));
            }
        }
    }
}
