package dev.breakwater.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The ranking of mirrors: which to use, and in which order. Pure. */
final class Ranking {
    /** The required probability that a download succeeds on one of the recommended mirrors. */
    static final double GOAL = 1 - 1e-6;

    private static final int DOMAINS = 2;

    private Ranking() {}

    /**
     * A mirror that may be recommended.
     *
     * @param domain its failure domain
     * @param scores in each class that counts, always the same ones in the same order
     */
    record Entrant(String name, String domain, List<Score> scores) {
        double cost() {
            return scores.stream().mapToDouble(Score::cost).sum();
        }
    }

    /**
     * The result of the ranking.
     *
     * @param order all usable mirrors, the cheapest first
     * @param count how many of these, from the first, are needed
     * @param success the probability that one of them serves a request, in every class
     * @param reached whether that reaches the goal, over two failure domains
     */
    record Ranked(List<Entrant> order, int count, double success, boolean reached) {
        List<Entrant> chosen() {
            return order.subList(0, count);
        }
    }

    /**
     * The cheapest order, and the shortest beginning of it that reaches {@link #GOAL} over two failure domains; all of it if
     * none does.
     */
    static Ranked of(List<Entrant> entrants) {
        List<Entrant> order = entrants.stream()
                .filter(entrant -> Double.isFinite(entrant.cost()))
                .sorted(Comparator.comparingDouble(Entrant::cost).thenComparing(Entrant::name))
                .toList();
        for (int count = 1; count <= order.size(); count++) {
            List<Entrant> chosen = order.subList(0, count);
            if (success(chosen) >= GOAL && domains(chosen) >= DOMAINS) {
                return new Ranked(order, count, success(chosen), true);
            }
        }
        return new Ranked(order, order.size(), success(order), false);
    }

    /**
     * The probability that in each class one of {@code chosen} succeeds; members of one failure domain count as the best of
     * them.
     */
    static double success(List<Entrant> chosen) {
        if (chosen.isEmpty()) {
            return 0;
        }
        return IntStream.range(0, chosen.getFirst().scores().size())
                .mapToDouble(i -> 1 - failure(chosen, i))
                .reduce(1, (a, b) -> a * b);
    }

    private static double failure(List<Entrant> chosen, int i) {
        double failure = 1;
        List<String> seen = new ArrayList<>();
        List<Entrant> best = chosen.stream()
                .sorted(Comparator.comparingDouble(
                        (Entrant entrant) -> -entrant.scores().get(i).p()))
                .toList();
        for (Entrant entrant : best) {
            if (!seen.contains(entrant.domain())) {
                seen.add(entrant.domain());
                failure *= 1 - entrant.scores().get(i).p();
            }
        }
        return failure;
    }

    static long domains(List<Entrant> chosen) {
        return chosen.stream().map(Entrant::domain).distinct().count();
    }
}
