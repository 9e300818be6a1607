package dev.breakwater.status;

import java.util.Locale;

/** The state of the service for builds, the best first. */
public enum ServiceState {
    /** Builds work, and no risk is known. */
    SAFE(0),
    /** Builds work, but are less protected than usual: mirrors are down, the store can't be written, single requests fail. */
    DEGRADED(1),
    /** Stored files are served; others can't be fetched or verified. */
    NEW_MODULES_FAIL(2),
    /** Builds fail now. */
    OUTAGE(3);

    private final int level;

    ServiceState(int level) {
        this.level = level;
    }

    /** Its name in the API, in style sheets and texts: {@code new-modules-fail}. */
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its value in the metric: 0 for {@link #SAFE} to 3 for {@link #OUTAGE}. */
    public int level() {
        return level;
    }

    /** The worse of the two. */
    ServiceState or(ServiceState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
