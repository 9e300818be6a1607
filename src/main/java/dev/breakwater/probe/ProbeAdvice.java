package dev.breakwater.probe;

import dev.breakwater.probe.ProbeReport.ClassOrder;
import dev.breakwater.probe.ProbeReport.Recommendation;
import dev.breakwater.probe.Ranking.Entrant;
import dev.breakwater.probe.Ranking.Ranked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The recommendation of mirrors. Pure. */
final class ProbeAdvice {
    /** The classes that a download needs; the checksum database is not among them, because other sources have it. */
    private static final List<String> NEEDED = List.of("metadata", "archive");

    private ProbeAdvice() {}

    static Recommendation of(List<MirrorReport> mirrors) {
        List<MirrorReport> passed =
                mirrors.stream().filter(MirrorReport::passed).toList();
        List<String> judged = NEEDED.stream()
                .filter(name ->
                        passed.stream().anyMatch(mirror -> score(mirror, name).trials() > 0))
                .toList();
        Ranked ranked = judged.isEmpty() ? Ranking.of(List.of()) : Ranking.of(entrants(passed, judged));
        Map<String, ClassOrder> classes = new LinkedHashMap<>();
        for (String name : List.of("metadata", "archive", "checksum")) {
            Ranked own = Ranking.of(entrants(passed, List.of(name)));
            classes.put(name, new ClassOrder(names(own.order()), own.count(), own.success(), own.reached()));
        }
        return new Recommendation(
                names(ranked.order()),
                ranked.count(),
                ranked.success(),
                ranked.reached(),
                why(ranked, mirrors),
                classes);
    }

    private static List<Entrant> entrants(List<MirrorReport> mirrors, List<String> classes) {
        return mirrors.stream()
                .map(mirror -> new Entrant(
                        mirror.name(),
                        mirror.domain(),
                        classes.stream().map(name -> score(mirror, name)).toList()))
                .toList();
    }

    private static Score score(MirrorReport mirror, String name) {
        return mirror.scores().getOrDefault(name, Score.NONE);
    }

    private static List<String> names(List<Entrant> entrants) {
        return entrants.stream().map(Entrant::name).toList();
    }

    private static String why(Ranked ranked, List<MirrorReport> mirrors) {
        if (ranked.order().isEmpty()) {
            return "None of the " + mirrors.size() + " mirrors can be recommended: "
                    + "each failed a required check, or served nothing.";
        }
        List<String> words = new ArrayList<>();
        long domains = Ranking.domains(ranked.chosen());
        words.add(String.format(
                Locale.ROOT,
                "%s %d of %d, in %d failure domain%s: at least %s of requests succeed on one of them.",
                ranked.reached() ? "The first" : "All",
                ranked.count(),
                ranked.order().size(),
                domains,
                domains == 1 ? "" : "s",
                percent(ranked.success())));
        if (!ranked.reached()) {
            words.add("The goal is 99.9999 % in two failure domains. "
                    + (domains < 2
                            ? "One failure domain is never enough: add mirrors of other operators."
                            : "Too few requests to prove more: use --watch to send more, or add mirrors."));
        }
        return String.join(" ", words);
    }

    /** In percent, with all its nines. */
    static String percent(double p) {
        if (p >= 1) {
            return "100 %";
        }
        int digits = p <= 0.9 ? 0 : (int) Math.clamp(Math.floor(-Math.log10(1 - p)) - 1, 0, 7);
        double scale = Math.pow(10, digits);
        return String.format(Locale.ROOT, "%." + digits + "f %%", Math.floor(p * 100 * scale) / scale);
    }
}
