package dev.breakwater.probe;

import java.util.Collection;

/** Quantiles of a few measured figures, without interpolation. */
final class Quantiles {
    private Quantiles() {}

    /** The smallest figure that the share {@code q} of all does not exceed; NaN if there is none. */
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
