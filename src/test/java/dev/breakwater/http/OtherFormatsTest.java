package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.auth.Access;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Wording;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the edge does for a format that is not Go's: other methods, other words, more than one answer a path. */
class OtherFormatsTest {
    @TempDir
    Path folder;

    private Stand stand;
    private RawHttp line;

    /** Says what it is asked in JSON, and serves one of two files under each path, by the media type that is accepted. */
    private static final class Toy implements Repository {
        @Override
        public Action action(Request request) {
            return switch (request.method()) {
                case "GET" -> new Action.Get(Folder.resource("go", variant(request) + request.path()), Caller.ANYBODY);
                case "POST" -> new Action.Do(_ -> new Answer.Malformed("posted " + request.query()));
                case "SEARCH" -> new Action.Get(Folder.resource("go", "x-small.info"), Caller.ANYBODY);
                case "DELETE" ->
                    new Action.Do(_ -> new Answer.Malformed("deleted"), Subject.PUBLIC, "delete", Permission.PUBLISH);
                default -> new Action.NotAllowed("GET, HEAD, POST, SEARCH, DELETE");
            };
        }

        @Override
        public boolean varies() {
            return true;
        }

        @Override
        public String variant(Request request) {
            return "application/x".equals(request.header("Accept")) ? "x-" : "";
        }

        @Override
        public Wording wording() {
            return new Json();
        }
    }

    private record Json() implements Wording {
        @Override
        public String type() {
            return "application/json";
        }

        @Override
        public byte[] error(int status, List<String> parts) {
            return ("{\"status\":" + status + ",\"error\":\"" + parts.getFirst() + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String challenge() {
            return "Bearer realm=\"toy\"";
        }
    }

    private void start(Access access) throws IOException {
        Shelf shelf = new Shelf(folder).file("small.info", 126).file("x-small.info", 333);
        stand = Stand.serving(shelf, new Toy(), access);
        line = RawHttp.connect(URI.create(stand.url("")), Duration.ofSeconds(20));
    }

    @BeforeEach
    void open() throws IOException {
        start(Access.OPEN);
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        stand.close();
    }

    @Test
    void any_method_means_what_the_format_says() throws IOException {
        assertThat(line.ask("POST", Stand.path("upload?digest=1")).text())
                .isEqualTo("{\"status\":400,\"error\":\"posted digest=1\"}");
        RawHttp.Got refused = line.ask("PATCH", Stand.path("upload"));
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).isEqualTo("GET, HEAD, POST, SEARCH, DELETE");
        assertThat(refused.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void a_body_that_the_action_has_no_use_for_is_refused() throws IOException {
        assertThat(line.ask("POST", Stand.path("upload"), "Content-Length: 5").status())
                .isEqualTo(413);
    }

    @Test
    void the_hot_cache_never_mixes_two_variants_of_a_path() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(line.ask("GET", Stand.path("small.info"), "Accept: application/x")
                            .length())
                    .isEqualTo(333);
            assertThat(line.ask("GET", Stand.path("small.info")).length()).isEqualTo(126);
        }
        assertThat(stand.served.stream().map(served -> served.result().written()))
                .contains("hit");
    }

    @Test
    void no_get_is_answered_from_what_another_method_got() throws IOException {
        assertThat(line.ask("SEARCH", Stand.path("small.info")).length()).isEqualTo(333);
        assertThat(line.ask("GET", Stand.path("small.info")).length()).isEqualTo(126);
    }

    @Test
    void a_request_that_has_been_here_before_is_a_loop_whatever_its_method() throws IOException {
        for (String method : List.of("GET", "POST")) {
            assertThat(line.ask(method, Stand.path("small.info"), "Via: 1.1 stand")
                            .status())
                    .isEqualTo(508);
        }
    }

    @Test
    void errors_read_as_the_format_words_them() throws IOException {
        RawHttp.Got absent = line.ask("GET", Stand.path("nothing"));
        assertThat(absent.status()).isEqualTo(404);
        assertThat(absent.text()).startsWith("{\"status\":404");
    }
}
