package dev.breakwater.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** What clients write into a request's line and headers: read or ignored, and never an accident. */
class RequestHeadersFuzz {
    /** One target for all of them: each input is every header in turn. */
    @FuzzTest(maxDuration = "10m")
    void line_and_headers(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        range(text, bytes.length);
        target(text);
        date(text);
        RequestConditions.acceptsGzip(text);
        new RequestConditions(text, text, text, text, false).alreadyHas("\"tag\"", bytes.length);
        new RequestConditions(text, text, null, null, false).rangeHolds("\"tag\"", bytes.length);
        assertThat(RequestTargets.nodes(List.of(text)))
                .hasSizeLessThanOrEqualTo(RequestTargets.HOPS + 2)
                .allMatch(node -> !node.isEmpty());
    }

    private static void range(String text, long size) {
        for (String header : new String[] {text, "bytes=" + text}) {
            if (Ranges.of(header, size) instanceof Ranges.Part(long from, long length)) {
                assertThat(from).as(header).isBetween(0L, size - 1);
                assertThat(length).as(header).isBetween(1L, size - from);
            }
        }
    }

    private static void target(String text) {
        for (String target : new String[] {text, "/" + text, "http://" + text}) {
            String path = RequestTargets.path(target);
            if (path != null) {
                assertThat(path).as(target).startsWith("/").doesNotContain("?");
            }
        }
    }

    /** Only dates of the years from 1970 to 9999 are ever written. */
    private static void date(String text) {
        long second = HttpDate.parse(text);
        if (second >= 0 && second < 253_402_300_800L) {
            assertThat(HttpDate.parse(HttpDate.of(second))).as(text).isEqualTo(second);
        }
    }
}
