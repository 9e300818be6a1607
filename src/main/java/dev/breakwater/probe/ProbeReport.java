package dev.breakwater.probe;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The result of an evaluation, as plain data.
 *
 * @param at when it began
 * @param seconds how long it took
 * @param mirrors in the order in which they were named
 * @param recommendation the recommended mirrors
 * @param notes the limits of these results, for people
 */
public record ProbeReport(
        Instant at, double seconds, List<MirrorReport> mirrors, Recommendation recommendation, List<String> notes) {
    /**
     * The recommended mirrors.
     *
     * @param order the names of all usable mirrors, best first
     * @param count how many of these are needed, from the first on
     * @param success the probability that one of them serves both the requested metadata and archive
     * @param reached whether {@code success} is at least 1 − 10⁻⁶, over two failure domains
     * @param why the reasons, for people
     * @param classes the same for each class of traffic by itself
     */
    public record Recommendation(
            List<String> order,
            int count,
            double success,
            boolean reached,
            String why,
            Map<String, ClassOrder> classes) {
        /** The names of the needed mirrors. */
        public List<String> chosen() {
            return order.subList(0, count);
        }
    }

    /** The best order of one class of traffic. */
    public record ClassOrder(List<String> order, int count, double success, boolean reached) {}

    /** The mirror of that name, which must exist. */
    public MirrorReport mirror(String name) {
        return mirrors.stream()
                .filter(mirror -> mirror.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
