package dev.breakwater.http;

import java.util.List;

/** What the server tells about itself below {@code /-/}. Called on virtual threads. */
public interface Status {
    /** Why it cannot serve now, a sentence each; empty where it can. */
    List<String> unready();

    /** The metrics, in Prometheus' text format. */
    String metrics();
}
