package dev.breakwater.event;

/** What is thought of an upstream in one class of traffic: the states of its circuit breaker. */
public enum CircuitState {
    /** It is asked in its turn. */
    HEALTHY("healthy"),
    /** Several exchanges hang, or a probe failed: it is not asked first until an answer of it arrives. */
    SUSPECT("suspect"),
    /** It asked to be left alone for a while. */
    THROTTLED("parked"),
    /** It is out. */
    OPEN("open"),
    /** It was out for long enough to be tried. */
    HALF_OPEN("trial");

    private final String written;

    CircuitState(String written) {
        this.written = written;
    }

    /** As it is written in metrics, logs, headers and the API; stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
