package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.auth.Access;
import dev.breakwater.auth.Authenticator;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import dev.breakwater.auth.Scope;
import dev.breakwater.auth.Subject;
import dev.breakwater.auth.Token;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.auth.Tokens;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Wording;
import dev.breakwater.testing.RawHttp;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                case "START" ->
                    new Action.Do(_ -> new Answer.Done(
                            Answer.Completion.ACCEPTED,
                            Map.of("location", request.base().text() + "/uploads/1"),
                            "",
                            new byte[0]));
                case "DOCUMENT" -> new Action.Do(_ -> document(request.base().text()));
                case "WHO" -> new Action.Do(_ -> known(request.identity().recognise()), Subject.LOGIN, "login");
                case "LOGIN" ->
                    new Action.Do(_ -> known(request.identity().recognise(request.query())), Subject.LOGIN, "login");
                case "SEARCH" -> new Action.Get(Folder.resource("go", "x-small.info"), Caller.ANYBODY);
                case "DELETE" ->
                    new Action.Do(_ -> new Answer.Malformed("deleted"), Subject.PUBLIC, "delete", Permission.PUBLISH);
                default -> new Action.NotAllowed("GET, HEAD, POST, START, DOCUMENT, SEARCH, DELETE");
            };
        }

        private static Answer known(Recognition found) {
            return found instanceof Recognition.Identified(Principal who)
                    ? new Answer.Done(Answer.Completion.OK, who.name())
                    : new Answer.Refused(Answer.RefusalReason.UNKNOWN_SENDER, "log in first");
        }

        private static Answer.Held document(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Answer.Held(
                    new Body.Bytes(bytes),
                    new ContentInfo(
                            "application/json",
                            Digest.of(bytes),
                            Instant.EPOCH,
                            Freshness.IMMUTABLE,
                            false,
                            true,
                            Map.of("vary", "Accept", "docker-content-digest", "sha256:00")),
                    CacheInfo.madeHere(Instant.MIN));
        }

        @Override
        public Variants variants() {
            return new Variants() {
                @Override
                public List<String> headers() {
                    return List.of("accept");
                }

                @Override
                public String of(Request request) {
                    return variant(request);
                }
            };
        }

        @Override
        public Map<String, String> headers(Request request) {
            return Map.of("X-Toy", "1.0" + variant(request));
        }

        private static String variant(Request request) {
            return "application/x".equals(request.header("Accept")) ? "x-" : "";
        }

        @Override
        public Wording wording(String path) {
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
        public String challenge(BaseUrl base) {
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
        assertThat(refused.header("Allow")).isEqualTo("GET, HEAD, POST, START, DOCUMENT, SEARCH, DELETE");
        assertThat(refused.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void what_is_done_is_told_with_its_status_and_headers() throws IOException {
        RawHttp.Got started = line.ask("START", Stand.path("uploads"));
        assertThat(started.status()).isEqualTo(202);
        assertThat(started.header("Location")).isEqualTo(stand.url("uploads/1"));
        assertThat(started.header("Content-Length")).isEqualTo("0");
        assertThat(started.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void work_may_depend_on_who_sent_the_request_and_a_login_takes_no_permission() throws IOException {
        Token.Issued issued =
                Token.issue("alice", Instant.now(), null, new Scope(Set.of(Permission.READ), List.of(), List.of()));
        TokenFile file = new TokenFile(folder);
        file.change(_ -> List.of(issued.token()));
        Authenticator authenticator = new Authenticator(
                new Tokens(file, Events.NONE), List.of(), List.of(), _ -> (_, _) -> true, InstantSource.system());
        stop();
        start(new Access(Access.Anonymous.NOTHING, List.of(), true, true, authenticator));
        assertThat(line.ask("WHO", Stand.path("me")).text()).isEqualTo("-\n");
        assertThat(line.ask("WHO", Stand.path("me"), "Authorization: Bearer " + issued.text())
                        .text())
                .isEqualTo("alice\n");
        assertThat(line.ask("LOGIN", Stand.path("me?" + issued.text())).text()).isEqualTo("alice\n");
        RawHttp.Got stranger = line.ask("LOGIN", Stand.path("me?guess"));
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"toy\"");
        assertThat(stranger.text()).isEqualTo("{\"status\":401,\"error\":\"log in first\"}");
    }

    @Test
    void a_path_at_the_root_is_treated_as_one_of_its_repository() throws IOException {
        Token.Issued issued =
                Token.issue("alice", Instant.now(), null, new Scope(Set.of(Permission.PUBLISH), List.of(), List.of()));
        TokenFile file = new TokenFile(folder);
        file.change(_ -> List.of(issued.token()));
        Authenticator authenticator = new Authenticator(
                new Tokens(file, Events.NONE), List.of(), List.of(), _ -> (_, _) -> true, InstantSource.system());
        stop();
        Shelf shelf = new Shelf(folder).file("small.info", 126);
        Access access = new Access(Access.Anonymous.PUBLIC, List.of(), true, true, authenticator);
        stand = Stand.sharing(shelf, new Toy(), access, "/-/toy/");
        line = RawHttp.connect(URI.create(stand.url("")), Duration.ofSeconds(20));

        RawHttp.Got stranger = line.ask("DELETE", "/-/toy/small.info");
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"toy\"");
        assertThat(line.ask("DELETE", "/-/toy/small.info", "Authorization: Bearer " + issued.text())
                        .text())
                .isEqualTo("{\"status\":400,\"error\":\"deleted\"}");
        assertThat(line.ask("GET", "/-/toy/small.info", "Authorization: Bearer wrong")
                        .status())
                .as("credentials are read, as for no page of the server")
                .isEqualTo(401);
        assertThat(line.ask("GET", "/-/toy/small.info").length()).isEqualTo(126);
        // content is told of once it is sent, which the client may see first
        await().untilAsserted(() -> assertThat(stand.served.stream()
                        .filter(each -> each.status() == 200)
                        .map(Event.Served::repository))
                .containsOnly("go"));
        assertThat(stand.audited.stream().map(Event.Audited::did)).containsOnly("publish");
        assertThat(line.ask("GET", "/-/other").status()).isEqualTo(404);
    }

    @Test
    void content_carries_its_own_headers_beside_those_of_the_edge() throws IOException {
        RawHttp.Got document = line.ask("DOCUMENT", Stand.path("a"));
        assertThat(document.header("Docker-Content-Digest")).isEqualTo("sha256:00");
        assertThat(document.header("Vary")).isEqualTo("accept, authorization");
        assertThat(document.text()).isEqualTo(stand.url("").replaceFirst("/$", ""));
    }

    @Test
    void every_answer_has_the_headers_of_the_format() throws IOException {
        for (int i = 0; i < 3; i++) {
            RawHttp.Got whole = line.ask("GET", Stand.path("small.info"));
            assertThat(whole.header("X-Toy")).isEqualTo("1.0");
            String tag = "If-None-Match: " + whole.header("ETag");
            assertThat(line.ask("GET", Stand.path("small.info"), "Accept: application/x")
                            .header("X-Toy"))
                    .isEqualTo("1.0x-");
            for (String condition : List.of(tag, "Range: bytes=3-5", "Range: bytes=999-")) {
                assertThat(line.ask("GET", Stand.path("small.info"), condition).header("X-Toy"))
                        .as(condition)
                        .isEqualTo("1.0");
            }
        }
        for (String method : List.of("GET", "HEAD", "POST", "START", "DOCUMENT", "WHO")) {
            assertThat(line.ask(method, Stand.path("nothing")).header("X-Toy"))
                    .as(method)
                    .isEqualTo("1.0");
        }
        assertThat(line.ask("GET", Stand.path("small.info"), "Content-Length: 5")
                        .header("X-Toy"))
                .as("refused before it is read")
                .isEqualTo("1.0");
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
