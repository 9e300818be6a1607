package dev.breakwater.http;

import dev.breakwater.repository.Site;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The server's own pages for machines: {@code /-/live}, {@code /-/ready}, {@code /-/metrics}. */
final class HealthPages {
    private static final String JSON = "application/json";
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private HealthPages() {}

    static HttpReply live(PageRenderer replies, long millis) {
        return page(replies, 200, JSON, "{\"live\":true}\n", millis);
    }

    /** A degraded server is still ready: it serves what it has and what it fetches. */
    static HttpReply ready(PageRenderer replies, List<String> unready, List<String> degraded, long millis) {
        ObjectNode body = MAPPER.createObjectNode().put("ready", unready.isEmpty());
        unready.forEach(body.putArray("why")::add);
        degraded.forEach(body.putArray("degraded")::add);
        return page(replies, unready.isEmpty() ? 200 : 503, JSON, body + "\n", millis);
    }

    static HttpReply metrics(PageRenderer replies, String metrics, long millis) {
        return page(replies, 200, PROMETHEUS, metrics, millis);
    }

    /** No repository has the path. An address without a repository is a common mistake in the settings of clients. */
    static HttpReply unknown(AnswerRenderer replies, Site site, String path, long millis) {
        String names = site.repositories().keySet().stream()
                .sorted()
                .map(name -> "/" + name)
                .collect(Collectors.joining(", "));
        String known = names.isEmpty()
                ? "Repositories here: none."
                : "Repositories here: " + names + ". A client's address must end with one of them.";
        return replies.refusal(404, AnswerTags.NONE, millis, "Not found: " + path + ".", known);
    }

    private static HttpReply page(PageRenderer replies, int status, String type, String body, long millis) {
        return replies.page(status, type, body.getBytes(StandardCharsets.UTF_8), millis);
    }
}
