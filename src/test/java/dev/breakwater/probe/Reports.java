package dev.breakwater.probe;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reports that nobody measured. */
final class Reports {
    private Reports() {}

    /** Of one mirror that passed everything, with that score for metadata. */
    static Report one(String name, Score metadata) {
        return of(name, metadata, MirrorReport.Verdict.GOOD, List.of());
    }

    /** The same mirror, of which that is to be said now. */
    static Report with(Report before, MirrorReport.Verdict verdict, Finding finding) {
        MirrorReport mirror = before.mirrors().getFirst();
        return of(mirror.name(), mirror.scores().getOrDefault("metadata", Score.NONE), verdict, List.of(finding));
    }

    private static Report of(String name, Score metadata, MirrorReport.Verdict verdict, List<Finding> findings) {
        MirrorReport.Latency none = new MirrorReport.Latency(0, null, null);
        MirrorReport mirror = new MirrorReport(
                name,
                "https://" + name + ".example.com",
                name,
                verdict,
                List.of(Gate.passed(Gate.Name.ANSWERS, "it does")),
                findings,
                new MirrorReport.Connection(null, null, null, null, null, null, null),
                none,
                none,
                null,
                null,
                new MirrorReport.Freshness(0, 0, 0, List.of(), null, 0, 0, null),
                new MirrorReport.Consistency(0, 0, 0, 0),
                new MirrorReport.Database("unknown", 0, null),
                List.of(),
                List.of(),
                Map.of("metadata", metadata),
                0,
                0);
        return new Report(Instant.EPOCH, 1, List.of(mirror), Advice.of(List.of(mirror)), List.of());
    }
}
