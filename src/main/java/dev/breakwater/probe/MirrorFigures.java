package dev.breakwater.probe;

import dev.breakwater.probe.MirrorReport.Connection;
import dev.breakwater.probe.MirrorReport.Consistency;
import dev.breakwater.probe.MirrorReport.CrowdReport;
import dev.breakwater.probe.MirrorReport.FreshnessReport;
import dev.breakwater.probe.MirrorReport.Latency;
import dev.breakwater.probe.MirrorReport.Throughput;
import dev.breakwater.web.ConnectionTimings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The figures of one mirror, computed from the observations. Pure. */
final class MirrorFigures {
    private final Observations mirror;
    private final Common common;
    private final Instant now;

    MirrorFigures(Observations mirror, Common common, Instant now) {
        this.mirror = mirror;
        this.common = common;
        this.now = now;
    }

    Connection connection() {
        ConnectionTimings contact = mirror.contact();
        if (contact == null) {
            return new Connection(null, null, null, null, null, null, "time ran out before it was tested");
        }
        Instant expires = contact.expires();
        return new Connection(
                ms(contact.dns()),
                ms(contact.tcp()),
                ms(contact.tls()),
                contact.version(),
                contact.alpn(),
                expires == null ? null : Duration.between(now, expires).toDays(),
                contact.fault() == null ? null : MustHaves.explained(contact.fault()));
    }

    private static @Nullable Double ms(@Nullable Duration time) {
        return time == null ? null : time.toNanos() / 1e6;
    }

    /** Counts only replies with content. */
    Latency latency(ProbeQuestion question) {
        List<Double> times = mirror.of(question).stream()
                .filter(ProbeExchange::found)
                .map(ProbeExchange::firstByte)
                .toList();
        return new Latency(times.size(), known(Quantiles.of(times, 0.5)), known(Quantiles.of(times, 0.95)));
    }

    @Nullable
    Throughput throughput(ProbeQuestion question, @Nullable SampleVersion subject) {
        List<ProbeExchange> all = mirror.exchanges().stream()
                .filter(e -> e.question().equals(question) && e.bytes() > 0)
                .toList();
        if (subject == null || all.isEmpty()) {
            return null;
        }
        ProbeExchange last = all.getLast();
        List<Double> rates = mirror.rates(question);
        return new Throughput(
                subject.toString(),
                last.bytes(),
                last.found(),
                known(Quantiles.of(rates, 0.1)),
                known(Quantiles.of(rates, 0.5)));
    }

    FreshnessReport freshness(List<SampleVersion> missing, @Nullable Long indexSeconds) {
        List<SampleVersion> behind = missing.stream()
                .filter(subject -> common.ahead(subject, mirror))
                .toList();
        Long oldest = behind.stream()
                .map(common::made)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .map(made -> Math.max(0, Duration.between(made, now).toSeconds()))
                .orElse(null);
        int asked = 0;
        int agreed = 0;
        for (Map.Entry<String, String> each : mirror.latest().entrySet()) {
            String usual = common.latest(each.getKey());
            asked += usual == null ? 0 : 1;
            agreed += each.getValue().equals(usual) ? 1 : 0;
        }
        return new FreshnessReport(
                mirror.lists().size(),
                missing.size(),
                behind.size(),
                (behind.isEmpty() ? missing : behind)
                        .stream().limit(5).map(SampleVersion::toString).toList(),
                oldest,
                agreed,
                asked,
                indexSeconds);
    }

    Consistency consistency(ProbeJudgement.ContentFacts facts) {
        return new Consistency(
                facts.compared(), MustHaves.wrong(mirror, facts).size(), facts.archives(), facts.sameBytes());
    }

    List<CrowdReport> crowds() {
        return mirror.crowds().stream()
                .map(crowd -> new CrowdReport(crowd.atOnce(), crowd.good(), known(crowd.p95())))
                .toList();
    }

    static @Nullable Double known(double figure) {
        return Double.isNaN(figure) || Double.isInfinite(figure) ? null : figure;
    }
}
