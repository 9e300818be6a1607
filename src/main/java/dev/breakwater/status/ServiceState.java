package dev.breakwater.status;

import java.util.Locale;

/** The state of the service for builds, the best first. */
public enum ServiceState {
    /** Builds work, and nothing is known that endangers them. */
    SAFE(0),
    /** Builds work, with less behind them than usual: mirrors are down, the store keeps nothing, single requests fail. */
    DEGRADED(1),
    /** What is held is served; what is not held can't be fetched or can't be verified. */
    NEW_MODULES_FAIL(2),
    /** Builds fail now. */
    OUTAGE(3);

    private final int level;

    ServiceState(int level) {
        this.level = level;
    }

    /** As it is written in the API, in style sheets and texts: {@code new-modules-fail}. */
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As the metric has it: 0 for {@link #SAFE} to 3 for {@link #OUTAGE}. */
    public int level() {
        return level;
    }

    /** The worse of the two. */
    ServiceState or(ServiceState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
