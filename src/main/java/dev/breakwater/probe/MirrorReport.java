package dev.breakwater.probe;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The report on one mirror, as plain data. Times are milliseconds, rates bytes a second; unmeasured values are null.
 *
 * @param verdict the verdict in one word, see {@link MirrorVerdict}
 * @param latencies the time to the first byte, by the kind of request
 * @param freshness how complete its lists are
 * @param consistency how much of its content could be compared, and was right
 * @param details what its format adds, as plain data by name
 * @param manners its HTTP behaviour, in words
 * @param scores by class of traffic: {@code metadata}, {@code archive}, {@code checksum}
 * @param requests how many exchanges there were
 * @param bytes how many bytes of bodies were received
 */
public record MirrorReport(
        String name,
        String url,
        String domain,
        MirrorVerdict verdict,
        List<MustHave> gates,
        List<ProbeFinding> findings,
        Connection connection,
        SequencedMap<String, Latency> latencies,
        @Nullable Throughput hot,
        @Nullable Throughput cold,
        FreshnessReport freshness,
        Consistency consistency,
        SequencedMap<String, Object> details,
        List<String> manners,
        List<CrowdReport> crowds,
        Map<String, Score> scores,
        int requests,
        long bytes) {
    /** The verdict in one word. */
    public enum MirrorVerdict {
        /** It passed every required check, and has no findings against it. */
        GOOD,
        /** It passed every required check, but has findings. */
        USABLE,
        /** It failed a required check. */
        BAD,
        /** It did not answer. */
        DEAD
    }

    /**
     * The timing of a connection; {@code certificateDays} are the days until its certificate expires, {@code fault} is why
     * there is none.
     */
    public record Connection(
            @Nullable Double dnsMs,
            @Nullable Double tcpMs,
            @Nullable Double tlsMs,
            @Nullable String tls,
            @Nullable String alpn,
            @Nullable Long certificateDays,
            @Nullable String fault) {}

    /** Milliseconds to the first byte. */
    public record Latency(
            int count, @Nullable Double p50, @Nullable Double p95) {}

    /** Bytes a second of one archive, over windows of 50 ms; {@code whole} if it was read to its end. */
    public record Throughput(
            String subject,
            long bytes,
            boolean whole,
            @Nullable Double p10,
            @Nullable Double p50) {}

    /**
     * How its lists compare with all lists together.
     *
     * @param lists how many lists it sent
     * @param missing how many versions they lack
     * @param behind how many of these are newer than all versions in its list
     * @param examples the newest missing versions
     * @param oldestSeconds the age of the oldest version that it is behind by; null if there is none, or its age is not known
     * @param latestAgreed how often a version that it names, such as a latest one, is the one of most mirrors
     * @param latestAsked how often it was asked for one
     * @param indexSeconds how long ago the oldest version of the index feed that it does not list was published; 0 if it lists
     * all; null without an index
     */
    public record FreshnessReport(
            int lists,
            int missing,
            int behind,
            List<String> examples,
            @Nullable Long oldestSeconds,
            int latestAgreed,
            int latestAsked,
            @Nullable Long indexSeconds) {}

    /**
     * Counts of what was compared with something proven, of what is wrong, of archives that others sent too, and of those among
     * them with the same bytes.
     */
    public record Consistency(int compared, int wrong, int zips, int sameBytes) {}

    /** A load test: concurrent requests, how many had the right answer, and milliseconds to the first byte of 95 % of them. */
    public record CrowdReport(
            int atOnce, int good, @Nullable Double p95) {}

    /** The same with other scores. */
    MirrorReport scored(Map<String, Score> other) {
        return new MirrorReport(
                name,
                url,
                domain,
                verdict,
                gates,
                findings,
                connection,
                latencies,
                hot,
                cold,
                freshness,
                consistency,
                details,
                manners,
                crowds,
                other,
                requests,
                bytes);
    }

    /** Whether it may be recommended. */
    public boolean passed() {
        return gates.stream().noneMatch(gate -> gate.result() == MustHave.MustHaveResult.FAILED);
    }

    /** Whether there is a finding of that kind. */
    public boolean has(FindingType kind) {
        return findings.stream().anyMatch(finding -> finding.kind().equals(kind));
    }
}
