package dev.breakwater.event;

/** The states of an upstream's circuit breaker in one class of traffic. */
public enum CircuitState {
    /** The upstream gets requests in its turn. */
    HEALTHY("healthy"),
    /** Several exchanges hang, or a probe failed: it is not asked first until an answer of it arrives. */
    SUSPECT("suspect"),
    /** It throttles: no requests for a while. */
    THROTTLED("parked"),
    /** It gets no requests. */
    OPEN("open"),
    /** It was open for long enough: a trial request may go to it. */
    HALF_OPEN("trial");

    private final String written;

    CircuitState(String written) {
        this.written = written;
    }

    /** Its name in metrics, logs, headers and the API; it stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
