package dev.breakwater.probe;

/** The Wilson bound: the probability that a few trials prove. */
final class Wilson {
    /** 95 % of a normal distribution lie within so many standard deviations. */
    private static final double Z = 1.96;

    private Wilson() {}

    /**
     * The lower end of the score interval at 95 %: with that certainty the probability is at least this. E. B. Wilson,
     * "Probable Inference, the Law of Succession, and Statistical Inference", 1927. Without trials it is 0.
     */
    static double lower(int successes, int trials) {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
        }
        if (trials == 0) {
            return 0;
        }
        double n = trials;
        double share = successes / n;
        double centre = share + Z * Z / (2 * n);
        double spread = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        return Math.max(0, (centre - spread) / (1 + Z * Z / n));
    }
}
