package dev.breakwater.admin;

/** What can be done by hand. What is switched holds until it is switched back, or the server stops. Safe for many threads. */
public interface Controls {
    /** Switches offline on or off; {@code by} names who does it. */
    void offline(boolean offline, String by);

    /** Takes the upstreams of that name out, or lets them be asked again; whether there are any. */
    boolean drain(String upstream, boolean drained, String by);
}
