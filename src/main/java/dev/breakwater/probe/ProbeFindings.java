package dev.breakwater.probe;

import dev.breakwater.probe.ProbeFinding.FindingKind;
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

/** The findings about a mirror, the worst first. Pure. */
final class ProbeFindings {
    private static final int CERTIFICATE_DAYS = 14;

    /** A mirror is slow if it takes this many times the others' time, and exceeds it by the margin below. */
    private static final double SLOW = 3;

    private static final double SLOWER_SECONDS = 0.25;

    private final Observations mirror;
    private final List<MustHave> gates;
    private final ProbeDisplay display;
    private final List<ProbeFinding> found = new ArrayList<>();

    ProbeFindings(Observations mirror, List<MustHave> gates, ProbeDisplay display) {
        this.mirror = mirror;
        this.gates = gates;
        this.display = display;
    }

    /** All findings. {@code others} are the median seconds of the other mirrors, by class; {@code further} the format's. */
    List<ProbeFinding> all(
            MirrorReport.Connection connection,
            MirrorReport.FreshnessReport freshness,
            Map<Traffic, Score> own,
            Map<Traffic, Double> others,
            ProbeJudgement.FurtherFindings further) {
        failed(MustHave.Name.TLS, FindingKind.TLS_INVALID);
        MustHave answers = MustHaves.named(gates, MustHave.Name.ANSWERS);
        if (answers.result() == MustHave.MustHaveResult.FAILED
                && found.isEmpty()
                && mirror.exchanges(ProbeExchange::answered).isEmpty()) {
            add(FindingKind.DEAD, answers.why());
        }
        failed(MustHave.Name.CONTENT, FindingKind.WRONG_CONTENT);
        MustHave absence = MustHaves.named(gates, MustHave.Name.ABSENCE);
        if (absence.result() == MustHave.MustHaveResult.FAILED) {
            boolean denies = absence.why().startsWith("answers 404");
            add(denies ? FindingKind.DENIES_WHAT_EXISTS : FindingKind.ABSENCE_UNCLEAR, absence.why());
        }
        failures();
        found.addAll(further.grave());
        fresh(freshness);
        slow(own, others);
        Long days = connection.certificateDays();
        if (days != null && days < CERTIFICATE_DAYS) {
            add(FindingKind.TLS_ENDS_SOON, "its certificate expires in " + days + " days");
        }
        if (answers.result() == MustHave.MustHaveResult.PASSED) {
            found.addAll(further.slight());
        }
        return List.copyOf(found);
    }

    private void add(FindingKind kind, String text) {
        found.add(new ProbeFinding(kind, text));
    }

    private void failed(MustHave.Name name, FindingKind kind) {
        MustHave gate = MustHaves.named(gates, name);
        if (gate.result() == MustHave.MustHaveResult.FAILED) {
            add(kind, gate.why());
        }
    }

    /** The failures of requests, grouped by kind. */
    private void failures() {
        Map<FindingKind, Map<String, Integer>> kinds = new EnumMap<>(FindingKind.class);
        List<ProbeExchange> all = mirror.exchanges(e -> telling(e.question()));
        boolean silent = all.stream().noneMatch(ProbeExchange::answered);
        for (ProbeExchange exchange : all) {
            FindingKind kind = kind(exchange);
            if (kind != null && (kind != FindingKind.SILENT || !silent)) {
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

    private static boolean telling(ProbeQuestion question) {
        return switch (question.expectation()) {
            case CONTENT, LOAD, EITHER, PART, PROOF, SUPPORT, MANNERS -> true;
            case ABSENCE, SERVICE -> false;
        };
    }

    private @org.jspecify.annotations.Nullable FindingKind kind(ProbeExchange exchange) {
        return switch (exchange.outcome()) {
            case Outcome.Throttled t -> FindingKind.THROTTLES;
            case Outcome.Denied d -> FindingKind.REFUSES;
            case Outcome.Unavailable u when u.said().contains("HTML") -> FindingKind.SENDS_PAGES;
            case Outcome.Unavailable u when exchange.status() == 0 -> FindingKind.SILENT;
            case Outcome.Unavailable u when exchange.status() < 300 -> FindingKind.BREAKS_OFF;
            // Missing or failing proofs are reported with their verdict.
            case Outcome.Unavailable u ->
                exchange.question().traffic() == Traffic.CHECKSUM
                                || exchange.question().expectation() == ProbeQuestion.Expectation.PART
                        ? null
                        : FindingKind.IN_TROUBLE;
            case Outcome.Found f -> null;
            case Outcome.NotModified n -> null;
            case Outcome.Missing m -> null;
            case Outcome.Abandoned a -> null;
        };
    }

    private void fresh(MirrorReport.FreshnessReport freshness) {
        if (freshness.behind() > 0) {
            Long oldest = freshness.oldestSeconds();
            String age =
                    oldest == null ? "" : ", the oldest of them created " + age(Duration.ofSeconds(oldest)) + " ago";
            add(
                    FindingKind.STALE,
                    "its lists lack the newest " + freshness.behind() + " versions" + age + ": "
                            + MustHaves.some(freshness.examples()));
        }
        int gaps = freshness.missing() - freshness.behind();
        if (gaps > 0) {
            add(FindingKind.GAPS, "its lists lack " + gaps + " older versions that exist");
        }
        Long index = freshness.indexSeconds();
        if (index != null && index > 0) {
            add(
                    FindingKind.STALE,
                    "its lists lack versions that have been in the index for " + age(Duration.ofSeconds(index)));
        }
        int differs = freshness.latestAsked() - freshness.latestAgreed();
        if (differs > 0) {
            add(
                    FindingKind.LATEST_DIFFERS,
                    "another " + display.named() + " for " + differs + " of " + freshness.latestAsked() + " "
                            + display.namedFor());
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
                        FindingKind.SLOW,
                        String.format(
                                Locale.ROOT,
                                "%s takes %.2f s; the others take %.2f s",
                                display.usualThings().getOrDefault(traffic, traffic.label()),
                                mine,
                                usual));
            }
        }
    }
}
