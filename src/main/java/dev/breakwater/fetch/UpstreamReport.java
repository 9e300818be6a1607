package dev.breakwater.fetch;

import java.util.List;
import java.util.stream.Collectors;

/** One upstream's result, as text for people: {@code goproxy-io} and {@code 503 after 40 ms}. Contains nothing secret. */
public record UpstreamReport(String upstream, String said) {
    /** Reports as lines of text. */
    static String lines(List<UpstreamReport> reports) {
        return reports.stream().map(r -> r.upstream() + ": " + r.said()).collect(Collectors.joining("\n"));
    }
}
