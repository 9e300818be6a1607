package dev.breakwater.probe;

import java.util.Collection;

/** Quantiles of a few figures, as they were measured: nothing is interpolated. */
final class Quantiles {
    private Quantiles() {}

    /** The least figure that the share {@code q} of all is not above; NaN where there is none. */
    static double of(Collection<Double> figures, double q) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(q * sorted.length) - 1;
        return sorted[Math.clamp(rank, 0, sorted.length - 1)];
    }
}
