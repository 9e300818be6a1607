package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.auth.Access;
import dev.breakwater.auth.Authenticator;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Scope;
import dev.breakwater.auth.Subject;
import dev.breakwater.auth.Token;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.auth.Tokens;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Staged;
import dev.breakwater.testing.Certificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads as they come over the wire: all of it is taken in, or none. */
@Execution(ExecutionMode.CONCURRENT)
class UploadHandlerTest {
    private static final int LIMIT = 3_000_000;

    @TempDir
    private Path folder;

    private final Queue<String> kept = new ConcurrentLinkedQueue<>();
    private String token = "";
    private @Nullable FileStore store;
    private @Nullable Stand stand;

    private Stand start(boolean tls, Duration idle) throws IOException {
        FileStore opened = FileStore.open(folder.resolve("data"), InstantSource.system(), Events.NONE);
        store = opened;
        Token.Issued issued =
                Token.issue("ci", Instant.now(), null, new Scope(Set.of(Permission.PUBLISH), List.of(), List.of()));
        token = issued.text();
        TokenFile file = new TokenFile(folder);
        file.change(_ -> List.of(issued.token()));
        Authenticator authenticator = new Authenticator(
                new Tokens(file, Events.NONE), List.of(), List.of(), _ -> (_, _) -> true, InstantSource.system());
        Reception reception = new Reception() {
            @Override
            public Staged stage() {
                return opened.stage();
            }

            @Override
            public Answer keep(Staged content, String by) {
                kept.add(by + " " + content.size() + " " + content.sha256().hex());
                return new Answer.Done(Answer.Completion.CREATED, "kept " + content.size());
            }
        };
        Stand started = Stand.receiving(
                new Shelf(folder),
                tls,
                new Access(Access.Anonymous.PUBLIC, List.of(), true, true, authenticator),
                new Action.Receive(reception, LIMIT, new Subject("corp.test/lib", true)),
                new TightLimits().idle(idle));
        stand = started;
        return started;
    }

    @AfterEach
    void close() throws IOException {
        if (stand != null) {
            stand.close();
        }
        if (store != null) {
            store.close();
            try (Stream<Path> left = Files.list(folder.resolve("data/staging"))) {
                assertThat(left).as("nothing is left behind").isEmpty();
            }
        }
    }

    private String head(String more) {
        return "PUT /go/lib.zip HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n" + more + "\r\n";
    }

    @ParameterizedTest
    @CsvSource({"false, HTTP_1_1", "true, HTTP_1_1", "false, HTTP_2", "true, HTTP_2"})
    void an_upload_arrives_to_the_last_byte(boolean tls, HttpClient.Version version) throws Exception {
        Stand started = start(tls, Duration.ofSeconds(60));
        byte[] body = Shelf.bytes("upload", 2_500_000);
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Certificates.shared().client())
                .version(version)
                .build()) {
            for (boolean waits : new boolean[] {false, true}) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(started.url("lib.zip")))
                        .header("authorization", "Bearer " + token)
                        .expectContinue(waits)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
                HttpResponse<String> said = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(said.statusCode()).isEqualTo(201);
                assertThat(said.body()).isEqualTo("kept 2500000\n");
            }
        }
        String digest = dev.breakwater.verify.Digest.of(body).hex();
        assertThat(kept).hasSize(2).allMatch(each -> each.matches("ci \\(token [0-9a-f]{10}\\) 2500000 " + digest));
    }

    @Test
    void who_waits_to_be_asked_is_asked_only_where_the_upload_is_wanted() throws Exception {
        Stand started = start(false, Duration.ofSeconds(60));
        try (Raw raw = Raw.connect(started)) {
            raw.send("PUT /go/lib.zip HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 401 ").doesNotContain("100 Continue");
        }
        try (Raw raw = Raw.connect(started)) {
            raw.send(head("Content-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n"));
            raw.send("hello");
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 201 ", "kept 5");
        }
    }

    @Test
    void a_chunked_upload_is_taken() throws Exception {
        Stand started = start(false, Duration.ofSeconds(60));
        try (Raw raw = Raw.connect(started)) {
            raw.send(head("Transfer-Encoding: chunked\r\nConnection: close\r\n"));
            raw.send("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 201 ").contains("kept 11");
        }
    }

    @Test
    void one_that_is_too_large_is_refused_before_or_while_it_comes() throws Exception {
        Stand started = start(false, Duration.ofSeconds(60));
        for (String length : List.of("3000001", "99999999999", "9999999999999999999999")) {
            try (Raw raw = Raw.connect(started)) {
                raw.send(head("Content-Length: " + length + "\r\n"));
                assertThat(raw.untilClosed()).as(length).matches("(?s)HTTP/1.1 4(13|00) .*");
            }
        }
        try (Raw raw = Raw.connect(started)) {
            raw.send(head("Transfer-Encoding: chunked\r\nConnection: close\r\n"));
            raw.send("2dc6c1\r\n").send(new byte[3_000_001]).send("\r\n0\r\n\r\n");
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 413 ");
        }
        assertThat(kept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500_000})
    void a_client_that_goes_away_leaves_nothing(int sent) throws Exception {
        Stand started = start(false, Duration.ofSeconds(60));
        try (Raw raw = Raw.connect(started)) {
            raw.send(head("Content-Length: 1000000\r\n")).send(new byte[sent]);
        }
        await().until(() ->
                started.served.stream().anyMatch(each -> each.method().equals("PUT")));
        assertThat(kept).isEmpty();
        assertThat(started.alarms).isEmpty();
    }

    @Test
    void a_client_that_falls_silent_is_told_and_shown_out() throws Exception {
        Stand started = start(false, Duration.ofMillis(300));
        try (Raw raw = Raw.connect(started)) {
            raw.send(head("Content-Length: 1000000\r\n")).send(new byte[1000]);
            assertThat(raw.untilClosed())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("after 1000 bytes", "Nothing was stored");
        }
        assertThat(kept).isEmpty();
    }

    /** Closing at once would make the client's system throw the answer away. */
    @Test
    void a_refusal_is_read_even_by_who_sends_without_asking() throws Exception {
        Stand started = start(false, Duration.ofSeconds(60));
        for (int i = 0; i < 20; i++) {
            try (Raw raw = Raw.connect(started)) {
                raw.send("PUT /go/lib.zip HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");
                raw.send(new byte[2_000_000]);
                assertThat(raw.untilClosed()).as("round %d", i).startsWith("HTTP/1.1 401 ");
            }
        }
        assertThat(kept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_refusal_over_http_2_leaves_the_connection_in_use(boolean tls) throws Exception {
        Stand started = start(tls, Duration.ofSeconds(60));
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Certificates.shared().client())
                .version(HttpClient.Version.HTTP_2)
                .build()) {
            for (int i = 0; i < 5; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(started.url("lib.zip")))
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[2_000_000]))
                        .timeout(Duration.ofSeconds(20))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(401);
            }
        }
        assertThat(kept).isEmpty();
    }

    @Test
    void other_methods_stay_refused() throws Exception {
        Stand started = start(false, Duration.ofSeconds(60));
        for (String method : List.of("POST", "DELETE", "PATCH", "OPTIONS")) {
            try (Raw raw = Raw.connect(started)) {
                raw.send(method + " /go/lib.zip HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
                assertThat(raw.untilClosed()).startsWith("HTTP/1.1 405 ");
            }
        }
        try (Raw raw = Raw.connect(started)) {
            raw.send("GET /go/lib.zip HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token
                    + "\r\n\r\n");
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 40");
        }
    }
}
