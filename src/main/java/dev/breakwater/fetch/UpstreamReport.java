package dev.breakwater.fetch;

/** What one upstream said, for people: {@code goproxy-io} and {@code 503 after 40 ms}. Holds nothing secret. */
public record UpstreamReport(String upstream, String said) {}
