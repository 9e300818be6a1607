package dev.breakwater.probe;

import org.jspecify.annotations.Nullable;

/**
 * The score of a mirror in one class of traffic.
 *
 * @param successes exchanges that brought what they should
 * @param trials exchanges that were judged
 * @param p the probability of success that so many trials vouch for, see {@link Wilson}
 * @param seconds how long one thing of the usual size takes: time to the first byte, 95th percentile, and its median size at
 *     the throughput's 10th percentile; null where too little was measured
 */
public record Score(
        int successes, int trials, double p, @Nullable Double seconds) {
    /** Nothing is known. */
    public static final Score NONE = new Score(0, 0, 0, null);

    /** By those figures. */
    static Score of(int successes, int trials, @Nullable Double seconds) {
        return new Score(successes, trials, Wilson.lower(successes, trials), seconds);
    }

    /** The time that a success costs, failures included: what mirrors are ordered by. Infinite where there is none. */
    public double cost() {
        return p > 0 && seconds != null ? seconds / p : Double.POSITIVE_INFINITY;
    }
}
