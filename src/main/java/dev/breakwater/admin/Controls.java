package dev.breakwater.admin;

/** The operator's controls. A switch stays until it is switched back, or the server stops. Safe for many threads. */
public interface Controls {
    /** Switches offline on or off; {@code by} is the caller's name. */
    void offline(boolean offline, String by);

    /** Disables the upstreams of that name, or enables them again; returns whether there are any. */
    boolean drain(String upstream, boolean drained, String by);
}
