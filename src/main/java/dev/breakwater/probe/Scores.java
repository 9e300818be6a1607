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
    private final ProbedProtocol terms;
    private final Map<Traffic, Double> medians = new EnumMap<>(Traffic.class);

    Scores(Common common, ProbedProtocol terms) {
        this.common = common;
        this.terms = terms;
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
        int wrong = switch (traffic) {
            case METADATA -> mirror.malformed().size();
            case ARCHIVE ->
                (int) MustHaves.wrong(mirror, common).stream()
                        .filter(what -> what.startsWith("the zip"))
                        .count();
            case CHECKSUM -> mirror.forged().size();
        };
        return Score.of(Math.max(0, successes - wrong), trials, seconds(mirror, traffic));
    }

    private enum ScoredExchange {
        GOOD,
        BAD,
        NOTHING
    }

    private ScoredExchange judged(Observations mirror, ProbeExchange exchange) {
        return switch (exchange.question()) {
            case NOTHING -> exchange.missing() ? ScoredExchange.GOOD : ScoredExchange.BAD;
            case MANNERS, TILE, SUPPORTED -> exchange.found() ? ScoredExchange.GOOD : ScoredExchange.NOTHING;
            case RANGE ->
                exchange.found()
                        ? ScoredExchange.GOOD
                        : exchange.answered() ? ScoredExchange.NOTHING : ScoredExchange.BAD;
            // Many mirrors have none, and a list serves as well.
            case LATEST -> exchange.found() || exchange.missing() ? ScoredExchange.GOOD : ScoredExchange.BAD;
            case LOOKUP, HEAD ->
                exchange.found()
                        ? ScoredExchange.GOOD
                        : exchange.missing() ? ScoredExchange.NOTHING : ScoredExchange.BAD;
            case LIST, INFO, MOD, CROWD, ZIP, HOT, COLD -> {
                if (exchange.found()) {
                    yield ScoredExchange.GOOD;
                }
                boolean honest =
                        exchange.missing() && MustHaves.evidence(mirror, common, terms, exchange.path()) == null;
                yield honest ? ScoredExchange.NOTHING : ScoredExchange.BAD;
            }
        };
    }

    private @Nullable Double seconds(Observations mirror, Traffic traffic) {
        List<Double> firstBytes = mirror.of(traffic).stream()
                .filter(e -> e.found() && e.question() != ProbeQuestion.CROWD)
                .map(ProbeExchange::firstByte)
                .toList();
        double head = Quantiles.of(firstBytes, seldomExceeded(firstBytes.size())) / 1000;
        double rate = rate(mirror);
        Double median = medians.get(traffic);
        return MirrorFigures.known(Double.isNaN(rate) || median == null ? head : head + median / rate);
    }

    /** 95 %; of fewer than 20 times, all but the longest: a single slow response is no property of a mirror. */
    private static double seldomExceeded(int times) {
        return times < 2 ? 1 : Math.min(0.95, (times - 1.5) / times);
    }

    /** The bytes a second that it seldom falls below, by its large archives; if it sent none, the average of all. */
    private static double rate(Observations mirror) {
        List<Double> rates = new ArrayList<>(mirror.rates(ProbeQuestion.HOT));
        rates.addAll(mirror.rates(ProbeQuestion.COLD));
        if (!rates.isEmpty()) {
            return Quantiles.of(rates, 0.1);
        }
        List<ProbeExchange> zips = mirror.of(ProbeQuestion.ZIP).stream()
                .filter(ProbeExchange::found)
                .toList();
        double bytes = zips.stream().mapToDouble(ProbeExchange::bytes).sum();
        double ms = zips.stream().mapToDouble(ProbeExchange::sending).sum();
        return ms > 0 ? bytes * 1000 / ms : Double.NaN;
    }
}
