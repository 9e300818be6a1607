package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HealthPagesTest {
    private static String body(HttpReply reply) {
        return reply.content() instanceof ReplyBody.Memory(var bytes) ? bytes.toString() : "not in memory";
    }

    @Test
    void readiness_is_json_whatever_stands_in_its_reasons() {
        PageRenderer replies = new PageRenderer(new AnswerRenderer("test"));
        HttpReply ready = HealthPages.ready(replies, List.of(), List.of("a \"b\" \\ c\nd"), 0);
        assertThat(ready.status()).isEqualTo(200);
        assertThat(body(ready)).isEqualTo("{\"ready\":true,\"why\":[],\"degraded\":[\"a \\\"b\\\" \\\\ c\\nd\"]}\n");
        HttpReply unready = HealthPages.ready(replies, List.of("one", "two"), List.of(), 0);
        assertThat(unready.status()).isEqualTo(503);
        assertThat(body(unready)).isEqualTo("{\"ready\":false,\"why\":[\"one\",\"two\"],\"degraded\":[]}\n");
    }
}
