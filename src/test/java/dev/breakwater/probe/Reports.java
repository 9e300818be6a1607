package dev.breakwater.probe;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports that nobody measured. */
final class Reports {
    private Reports() {}

    /** Of one mirror that passed everything, with that score for metadata. */
    static ProbeReport one(String name, Score metadata) {
        return of(name, metadata, MirrorReport.MirrorVerdict.GOOD, List.of());
    }

    /** The same mirror, of which that is to be said now. */
    static ProbeReport with(ProbeReport before, MirrorReport.MirrorVerdict verdict, ProbeFinding finding) {
        MirrorReport mirror = before.mirrors().getFirst();
        return of(mirror.name(), mirror.scores().getOrDefault("metadata", Score.NONE), verdict, List.of(finding));
    }

    private static ProbeReport of(
            String name, Score metadata, MirrorReport.MirrorVerdict verdict, List<ProbeFinding> findings) {
        MirrorReport.Latency none = new MirrorReport.Latency(0, null, null);
        MirrorReport mirror = new MirrorReport(
                name,
                "https://" + name + ".example.com",
                name,
                verdict,
                List.of(MustHave.passed(MustHave.Name.ANSWERS, "it does")),
                findings,
                new MirrorReport.Connection(null, null, null, null, null, null, null),
                new LinkedHashMap<>(Map.of("info", none, "list", none)),
                null,
                null,
                new MirrorReport.FreshnessReport(0, 0, 0, List.of(), null, 0, 0, null),
                new MirrorReport.Consistency(0, 0, 0, 0),
                new LinkedHashMap<>(),
                List.of(),
                List.of(),
                Map.of("metadata", metadata),
                0,
                0);
        return new ProbeReport(Instant.EPOCH, 1, List.of(mirror), ProbeAdvice.of(List.of(mirror)), List.of());
    }
}
