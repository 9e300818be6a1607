package dev.breakwater.admin;

import java.util.List;

/**
 * The upstreams, in the order in which they are configured.
 *
 * @param upstreams those of all repositories
 */
public record Upstreams(List<Upstream> upstreams) {
    /**
     * An upstream of one repository.
     *
     * @param repository whose upstream it is
     * @param name as configured
     * @param url its URL, without credentials
     * @param tier {@code primary}, {@code backup} or {@code reserve}
     * @param weight its share if selection goes by weights
     * @param drained whether an operator disabled it: it is not asked until it is restored
     * @param classes its state in each class of traffic in which it was asked
     */
    public record Upstream(
            String repository,
            String name,
            String url,
            String tier,
            int weight,
            boolean drained,
            List<TrafficClass> classes) {}

    /**
     * An upstream's state in one class of traffic.
     *
     * @param traffic {@code metadata}, {@code archive} or {@code checksum}
     * @param state {@code healthy}, {@code suspect}, {@code parked}, {@code open} or {@code trial}
     * @param inFlight requests in flight
     * @param p95Millis the time to the first byte that one in twenty of the last exceeded; 0 if too little is known
     */
    public record TrafficClass(String traffic, String state, int inFlight, double p95Millis) {}
}
