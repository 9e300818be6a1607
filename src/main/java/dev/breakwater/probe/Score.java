package dev.breakwater.probe;

import org.jspecify.annotations.Nullable;

/**
 * The score of a mirror in one class of traffic.
 *
 * @param successes exchanges with the right answer
 * @param trials all exchanges that count
 * @param p the probability of success that these trials prove, see {@link Wilson}
 * @param seconds how long one file of the usual size takes: time to the first byte, 95th percentile, and its median size at the
 * throughput's 10th percentile; null if too little was measured
 */
public record Score(
        int successes, int trials, double p, @Nullable Double seconds) {
    /** Without any trial. */
    public static final Score NONE = new Score(0, 0, 0, null);

    /** From these figures. */
    static Score of(int successes, int trials, @Nullable Double seconds) {
        return new Score(successes, trials, Wilson.lower(successes, trials), seconds);
    }

    /** The time that a success costs, failures included: the order of mirrors. Infinite if there is none. */
    public double cost() {
        return p > 0 && seconds != null ? seconds / p : Double.POSITIVE_INFINITY;
    }
}
