package dev.breakwater.http;

import java.util.List;

/** The server's status for the pages below {@code /-/}. Called on virtual threads. */
public interface SystemStatus {
    /** Why it can't serve right now, one sentence per cause; empty if it can. */
    List<String> unready();

    /** How it is degraded although it serves, one sentence per cause; empty if it is healthy. */
    List<String> degraded();

    /** The metrics, in Prometheus' text format. */
    String metrics();
}
