package dev.breakwater.probe;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report on one mirror, as plain data. Times are milliseconds, rates bytes a second; what was not measured is
 * null.
 *
 * @param verdict in a word, see {@link MirrorVerdict}
 * @param freshness how complete its lists are
 * @param consistency how much of what it sent could be compared, and was as it should be
 * @param database its copy of the checksum database
 * @param manners how it speaks HTTP, in words
 * @param scores by class of traffic: {@code metadata}, {@code archive}, {@code checksum}
 * @param requests how many exchanges there were
 * @param bytes how many of bodies were received
 */
public record MirrorReport(
        String name,
        String url,
        String domain,
        MirrorVerdict verdict,
        List<MustHave> gates,
        List<ProbeFinding> findings,
        Connection connection,
        Latency info,
        Latency list,
        @Nullable Throughput hot,
        @Nullable Throughput cold,
        FreshnessReport freshness,
        Consistency consistency,
        DatabaseReport database,
        List<String> manners,
        List<CrowdReport> crowds,
        Map<String, Score> scores,
        int requests,
        long bytes) {
    /** In a word. */
    public enum MirrorVerdict {
        /** It passed every gate, and there is nothing to say against it. */
        GOOD,
        /** It passed every gate, with something to know. */
        USABLE,
        /** It failed a gate. */
        BAD,
        /** Nothing was heard of it. */
        DEAD
    }

    /** How a connection comes about; {@code certificateDays} are what is left of it, {@code fault} why there is none. */
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

    /** Bytes a second of one archive, over windows of 50 ms; {@code whole} where it was read to its end. */
    public record Throughput(
            String subject,
            long bytes,
            boolean whole,
            @Nullable Double p10,
            @Nullable Double p50) {}

    /**
     * How its lists compare with all lists together.
     *
     * @param lists how many lists it gave
     * @param missing how many versions they lack
     * @param behind how many of these are newer than everything that the list in question has
     * @param examples of what is missing, the newest
     * @param oldestSeconds how long ago the oldest of those it is behind by was made; null where none is, or its age is not
     *     known
     * @param latestAgreed how often it says the same as most of those asked for the latest version
     * @param latestAsked of how many
     * @param indexSeconds for how long the oldest version of the index feed that it does not list has been out; 0 where it
     *     lists all; null without an index
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

    /** Zips and go.mod files compared with records, those that were wrong, and zips with the same bytes as elsewhere. */
    public record Consistency(int compared, int wrong, int zips, int sameBytes) {}

    /** {@code state} is {@code verified}, {@code none}, {@code wrong} or {@code unknown}; {@code size} that of its head. */
    public record DatabaseReport(
            String state, int records, @Nullable Long size) {}

    /** So many at once: how many were answered as they should, milliseconds to the first byte of 95 % of them. */
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
                info,
                list,
                hot,
                cold,
                freshness,
                consistency,
                database,
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
    public boolean has(ProbeFinding.FindingKind kind) {
        return findings.stream().anyMatch(finding -> finding.kind() == kind);
    }
}
