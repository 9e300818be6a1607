package dev.breakwater.fetch;

import java.util.List;
import java.util.stream.Collectors;

/** What one upstream said, for people: {@code goproxy-io} and {@code 503 after 40 ms}. Holds nothing secret. */
public record UpstreamReport(String upstream, String said) {
    /** Reports as lines of text. */
    static String lines(List<UpstreamReport> reports) {
        return reports.stream().map(r -> r.upstream() + ": " + r.said()).collect(Collectors.joining("\n"));
    }
}
