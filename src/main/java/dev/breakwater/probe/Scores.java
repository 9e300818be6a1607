package dev.breakwater.probe;

import dev.breakwater.upstream.Traffic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores the mirrors in each class of traffic, see {@link Score}. Pure. */
final class Scores {
    private final Common common;
    private final Terms terms;
    private final Map<Traffic, Double> medians = new EnumMap<>(Traffic.class);

    Scores(Common common, Terms terms) {
        this.common = common;
        this.terms = terms;
        for (Traffic traffic : Traffic.values()) {
            List<Double> sizes = new ArrayList<>();
            common.mirrors()
                    .forEach(mirror -> mirror.of(traffic).stream()
                            .filter(Exchange::found)
                            .forEach(e -> sizes.add((double) e.bytes())));
            medians.put(traffic, Quantiles.of(sizes, 0.5));
        }
    }

    Score of(Notebook mirror, Traffic traffic) {
        int trials = 0;
        int successes = 0;
        for (Exchange exchange : mirror.of(traffic)) {
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
                (int) Gates.wrong(mirror, common).stream()
                        .filter(what -> what.startsWith("the zip"))
                        .count();
            case CHECKSUM -> mirror.forged().size();
        };
        return Score.of(Math.max(0, successes - wrong), trials, seconds(mirror, traffic));
    }

    private enum Judged {
        GOOD,
        BAD,
        NOTHING
    }

    private Judged judged(Notebook mirror, Exchange exchange) {
        return switch (exchange.question()) {
            case NOTHING -> exchange.missing() ? Judged.GOOD : Judged.BAD;
            case MANNERS, TILE, SUPPORTED -> exchange.found() ? Judged.GOOD : Judged.NOTHING;
            case RANGE -> exchange.found() ? Judged.GOOD : exchange.answered() ? Judged.NOTHING : Judged.BAD;
            // Many mirrors have none, and a list does as well.
            case LATEST -> exchange.found() || exchange.missing() ? Judged.GOOD : Judged.BAD;
            case LOOKUP, HEAD -> exchange.found() ? Judged.GOOD : exchange.missing() ? Judged.NOTHING : Judged.BAD;
            case LIST, INFO, MOD, CROWD, ZIP, HOT, COLD -> {
                if (exchange.found()) {
                    yield Judged.GOOD;
                }
                boolean honest = exchange.missing() && Gates.evidence(mirror, common, terms, exchange.path()) == null;
                yield honest ? Judged.NOTHING : Judged.BAD;
            }
        };
    }

    private @Nullable Double seconds(Notebook mirror, Traffic traffic) {
        List<Double> firstBytes = mirror.of(traffic).stream()
                .filter(e -> e.found() && e.question() != Question.CROWD)
                .map(Exchange::firstByte)
                .toList();
        double head = Quantiles.of(firstBytes, 0.95) / 1000;
        double rate = rate(mirror);
        Double median = medians.get(traffic);
        return Figures.known(Double.isNaN(rate) || median == null ? head : head + median / rate);
    }

    /** Bytes a second that it seldom falls below, by its large archives; where it sent none, on average by all. */
    private static double rate(Notebook mirror) {
        List<Double> rates = new ArrayList<>(mirror.rates(Question.HOT));
        rates.addAll(mirror.rates(Question.COLD));
        if (!rates.isEmpty()) {
            return Quantiles.of(rates, 0.1);
        }
        List<Exchange> zips =
                mirror.of(Question.ZIP).stream().filter(Exchange::found).toList();
        double bytes = zips.stream().mapToDouble(Exchange::bytes).sum();
        double ms = zips.stream().mapToDouble(Exchange::sending).sum();
        return ms > 0 ? bytes * 1000 / ms : Double.NaN;
    }
}
