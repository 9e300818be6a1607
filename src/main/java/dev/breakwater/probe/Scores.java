package dev.breakwater.probe;

import dev.breakwater.upstream.Traffic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The computation of the mirrors' scores in each class of traffic, see {@link Score}. Pure. */
final class Scores {
    private final Common common;
    private final ProbeJudgement judgement;
    private final Map<Traffic, Double> medians = new EnumMap<>(Traffic.class);

    Scores(Common common, ProbeJudgement judgement) {
        this.common = common;
        this.judgement = judgement;
        for (Traffic traffic : Traffic.values()) {
            List<Double> sizes = new ArrayList<>();
            common.mirrors()
                    .forEach(mirror -> mirror.of(traffic).stream()
                            .filter(ProbeExchange::found)
                            .forEach(e -> sizes.add((double) e.bytes())));
            medians.put(traffic, Quantiles.of(sizes, 0.5));
        }
    }

    Score of(Observations mirror, Traffic traffic) {
        int trials = 0;
        int successes = 0;
        for (ProbeExchange exchange : mirror.of(traffic)) {
            switch (judged(mirror, exchange)) {
                case GOOD -> {
                    trials++;
                    successes++;
                }
                case BAD -> trials++;
                case NOTHING -> {}
            }
        }
        int wrong = judgement.wrong(mirror, traffic)
                + switch (traffic) {
                    case METADATA -> mirror.malformed().size();
                    case ARCHIVE -> judgement.content(mirror).wrongArchives();
                    case CHECKSUM -> 0;
                };
        return Score.of(Math.max(0, successes - wrong), trials, seconds(mirror, traffic));
    }

    private enum ScoredExchange {
        GOOD,
        BAD,
        NOTHING
    }

    private ScoredExchange judged(Observations mirror, ProbeExchange exchange) {
        return switch (exchange.question().expectation()) {
            case ABSENCE -> exchange.missing() ? ScoredExchange.GOOD : ScoredExchange.BAD;
            case MANNERS, SUPPORT -> exchange.found() ? ScoredExchange.GOOD : ScoredExchange.NOTHING;
            case SERVICE -> ScoredExchange.NOTHING;
            case PART ->
                exchange.found()
                        ? ScoredExchange.GOOD
                        : exchange.answered() ? ScoredExchange.NOTHING : ScoredExchange.BAD;
            case EITHER -> exchange.found() || exchange.missing() ? ScoredExchange.GOOD : ScoredExchange.BAD;
            case PROOF ->
                exchange.found()
                        ? ScoredExchange.GOOD
                        : exchange.missing() ? ScoredExchange.NOTHING : ScoredExchange.BAD;
            case CONTENT, LOAD -> {
                if (exchange.found()) {
                    yield ScoredExchange.GOOD;
                }
                boolean honest =
                        exchange.missing() && MustHaves.evidence(mirror, common, judgement, exchange.thing()) == null;
                yield honest ? ScoredExchange.NOTHING : ScoredExchange.BAD;
            }
        };
    }

    private @Nullable Double seconds(Observations mirror, Traffic traffic) {
        List<Double> firstBytes = mirror.of(traffic).stream()
                .filter(e -> e.found() && timed(e.question()))
                .map(ProbeExchange::firstByte)
                .toList();
        double head = Quantiles.of(firstBytes, seldomExceeded(firstBytes.size())) / 1000;
        double rate = rate(mirror);
        Double median = medians.get(traffic);
        return MirrorFigures.known(Double.isNaN(rate) || median == null ? head : head + median / rate);
    }

    /** A service is no file that a build needs. */
    private static boolean timed(ProbeQuestion question) {
        return switch (question.expectation()) {
            case CONTENT, ABSENCE, EITHER, PART, PROOF, SUPPORT, MANNERS -> true;
            case LOAD, SERVICE -> false;
        };
    }

    /** 95 %; of fewer than 20 times, all but the longest: a single slow response is no property of a mirror. */
    private static double seldomExceeded(int times) {
        return times < 2 ? 1 : Math.min(0.95, (times - 1.5) / times);
    }

    /** The bytes a second that it seldom falls below, by its large archives; if it sent none, the average of all. */
    private static double rate(Observations mirror) {
        List<Double> rates = new ArrayList<>(mirror.rates(CommonQuestion.HOT));
        rates.addAll(mirror.rates(CommonQuestion.COLD));
        if (!rates.isEmpty()) {
            return Quantiles.of(rates, 0.1);
        }
        List<ProbeExchange> zips = mirror.of(CommonQuestion.SMALL).stream()
                .filter(ProbeExchange::found)
                .toList();
        double bytes = zips.stream().mapToDouble(ProbeExchange::bytes).sum();
        double ms = zips.stream().mapToDouble(ProbeExchange::sending).sum();
        return ms > 0 ? bytes * 1000 / ms : Double.NaN;
    }
}
