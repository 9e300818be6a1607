package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | /",
                "/go/a | /go/a",
                "/go/a?go-get=1 | /go/a",
                "/go/%41%2f.. | /go/%41%2f..",
                "//x | //x",
                "http://h/go/a?x | /go/a",
                "HTTPS://h:1/go | /go",
                "http://h | /",
                "http://h?x | /",
                "* | ",
                "h:443 | ",
                "ftp://h/x | ",
                "go/a | ",
            })
    void the_path_is_taken_as_it_was_sent(String target, String path) {
        assertThat(RequestTargets.path(target)).isEqualTo(path);
    }

    @Test
    void via_names_the_nodes_nearest_last() {
        assertThat(RequestTargets.nodes(List.of("1.1 breakwater-a (x y), HTTP/2 proxy:80", "1.0 b", ",", "nonsense")))
                .containsExactly("breakwater-a", "proxy:80", "b");
    }
}
