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
 * @param recommendation what to use
 * @param notes what limits all this, for people
 */
public record ProbeReport(
        Instant at, double seconds, List<MirrorReport> mirrors, Recommendation recommendation, List<String> notes) {
    /**
     * What to use.
     *
     * @param order the names of all that may be used, best first
     * @param count how many of these are needed, from the first on
     * @param success how likely one of them serves both the metadata and the archive that are asked for
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
        /** The names of those that are needed. */
        public List<String> chosen() {
            return order.subList(0, count);
        }
    }

    /** The best order of one class of traffic. */
    public record ClassOrder(List<String> order, int count, double success, boolean reached) {}

    /** The mirror of that name, which there is. */
    public MirrorReport mirror(String name) {
        return mirrors.stream()
                .filter(mirror -> mirror.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
