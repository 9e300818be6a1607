package dev.breakwater.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several evaluations of the same mirrors, one after the other: the trials of all rounds add up, so the scores become more
 * certain with each. Used by one thread.
 */
public final class Rounds {
    private final Map<String, Map<String, int[]>> tried = new HashMap<>();

    /** The newest report with the scores, and the advice, of all rounds. */
    public ProbeReport add(ProbeReport round) {
        List<MirrorReport> mirrors = new ArrayList<>();
        for (MirrorReport mirror : round.mirrors()) {
            Map<String, Score> scores = new LinkedHashMap<>();
            mirror.scores().forEach((name, score) -> {
                int[] sum = tried.computeIfAbsent(mirror.name(), n -> new HashMap<>())
                        .computeIfAbsent(name, n -> new int[2]);
                sum[0] += score.successes();
                sum[1] += score.trials();
                scores.put(name, Score.of(sum[0], sum[1], score.seconds()));
            });
            mirrors.add(mirror.scored(scores));
        }
        return new ProbeReport(
                round.at(), round.seconds(), List.copyOf(mirrors), ProbeAdvice.of(mirrors), round.notes());
    }

    /** The changes from one report to the next, a line each. */
    public static List<String> changes(ProbeReport before, ProbeReport now) {
        List<String> changes = new ArrayList<>();
        for (MirrorReport mirror : now.mirrors()) {
            before.mirrors().stream()
                    .filter(old -> old.name().equals(mirror.name()))
                    .findFirst()
                    .ifPresent(old -> changes.addAll(changes(old, mirror)));
        }
        if (!before.recommendation().order().equals(now.recommendation().order())) {
            changes.add("order: now " + String.join(", ", now.recommendation().order()));
        }
        if (before.recommendation().reached() != now.recommendation().reached()) {
            changes.add(now.recommendation().reached() ? "the goal is reached now" : "the goal is no longer reached");
        }
        return List.copyOf(changes);
    }

    private static List<String> changes(MirrorReport before, MirrorReport now) {
        List<String> changes = new ArrayList<>();
        if (before.verdict() != now.verdict()) {
            changes.add(now.name() + ": " + word(before.verdict()) + " → " + word(now.verdict()));
        }
        for (ProbeFinding finding : now.findings()) {
            if (!before.has(finding.kind())) {
                changes.add(now.name() + ": now " + finding.text());
            }
        }
        for (ProbeFinding finding : before.findings()) {
            if (!now.has(finding.kind())) {
                changes.add(now.name() + ": no longer " + finding.text());
            }
        }
        return changes;
    }

    private static String word(MirrorReport.MirrorVerdict verdict) {
        return verdict.name().toLowerCase(java.util.Locale.ROOT);
    }
}
