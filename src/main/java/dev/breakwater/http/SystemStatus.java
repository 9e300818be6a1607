package dev.breakwater.http;

import java.util.List;

/** What the server tells about itself below {@code /-/}. Called on virtual threads. */
public interface SystemStatus {
    /** Why it cannot serve now, a sentence each; empty where it can. */
    List<String> unready();

    /** What it serves without, though it serves, a sentence each; empty where all is well. */
    List<String> degraded();

    /** The metrics, in Prometheus' text format. */
    String metrics();
}
