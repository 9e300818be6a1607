package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.auth.Access;
import dev.breakwater.auth.Authenticator;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Scope;
import dev.breakwater.auth.Token;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.auth.Tokens;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing confidential leaves for who may not have it, however it is asked for and however ready it lies. */
@Execution(ExecutionMode.CONCURRENT)
class GuardedTest {
    private static final String SECRET = "a line of secrets\n";

    @TempDir
    private Path folder;

    private String reader = "";
    private @Nullable Stand stand;

    /** What a client speaks. */
    enum Speaks {
        H1(false),
        H1_TLS(true),
        H2C(false),
        H2_TLS(true);

        private final boolean tls;

        Speaks(boolean tls) {
            this.tls = tls;
        }

        Line line(Stand stand) throws IOException {
            return this == H1 || this == H1_TLS ? H1Line.connect(stand) : H2Line.connect(stand);
        }
    }

    private Stand start(boolean tls, Access.Anonymous anonymous) throws IOException {
        Token.Issued issued = Token.issue(
                "reader", Instant.now(), null, new Scope(Set.of(Permission.READ), List.of(), List.of("given")));
        TokenFile file = new TokenFile(folder);
        file.change(_ -> List.of(issued.token()));
        reader = "authorization: Bearer " + issued.text();
        Authenticator authenticator = new Authenticator(
                new Tokens(file, Events.NONE),
                List.of(),
                List.of(),
                patterns -> (_, name) -> name.startsWith(patterns.getFirst()),
                InstantSource.system());
        Shelf shelf = new Shelf(folder)
                .file("given.info", SECRET.getBytes(StandardCharsets.US_ASCII))
                .file("given.json", SECRET.repeat(4000).getBytes(StandardCharsets.US_ASCII))
                .file("given.zip", 300_000)
                .growing("given-slow.zip", () -> GrowingTail.slow(new byte[400_000], 2_000, Duration.ofMillis(5)));
        Stand started = Stand.guarded(shelf, tls, new Access(anonymous, List.of(), true, true, authenticator));
        stand = started;
        return started;
    }

    @AfterEach
    void close() {
        if (stand != null) {
            stand.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stranger_gets_the_same_refusal_for_all_of_it(Speaks speaks) throws Exception {
        Stand guarded = start(speaks.tls, Access.Anonymous.PUBLIC);
        try (Line line = speaks.line(guarded)) {
            Map<String, String> refusal = null;
            for (String name : List.of("given.info", "given.json", "given.zip", "never-was.zip", "withheld.zip")) {
                for (int i = 0; i < 3; i++) {
                    if (name.startsWith("given")) {
                        assertThat(line.ask("GET", name, reader).status()).isEqualTo(200);
                    }
                    for (String[] headers : new String[][] {
                        {},
                        {"range: bytes=0-9"},
                        {"if-none-match: *"},
                        {"accept-encoding: gzip"},
                        {"if-modified-since: Tue, 01 Jan 2036 00:00:00 GMT"},
                        {"range: bytes=9999999-"}
                    }) {
                        RawHttp.Got got = line.ask("GET", name, headers);
                        assertThat(got.status()).as(name).isEqualTo(403);
                        Map<String, String> told = new TreeMap<>(got.headers());
                        told.put("body", got.text());
                        told.remove("date");
                        refusal = refusal == null ? told : refusal;
                        assertThat(told).as(name).isEqualTo(refusal);
                        assertThat(got.text()).doesNotContain("secrets").doesNotContain("given");
                    }
                    RawHttp.Got head = line.ask("HEAD", name);
                    assertThat(head.status()).isEqualTo(403);
                    assertThat(head.headers()).doesNotContainKeys("etag", "last-modified", "accept-ranges");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_may_read_some_of_it_is_refused_the_rest(Speaks speaks) throws Exception {
        Stand guarded = start(speaks.tls, Access.Anonymous.NOTHING);
        try (Line line = speaks.line(guarded)) {
            for (int i = 0; i < 2; i++) {
                assertThat(line.ask("GET", "given.zip", reader).length()).isEqualTo(300_000);
                assertThat(line.ask("GET", "withheld.zip", reader).status()).isEqualTo(403);
            }
            RawHttp.Got stranger = line.ask("GET", "given.zip");
            assertThat(stranger.status()).isEqualTo(401);
            assertThat(stranger.header("www-authenticate")).startsWith("Basic realm=");
            assertThat(line.ask("GET", "given.zip", "authorization: Basic eDp5").status())
                    .isEqualTo(401);
        }
        await().until(() -> guarded.audited.size() >= 5);
        assertThat(guarded.audited)
                .extracting(Event.Audited::who, Event.Audited::name, Event.Audited::status)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("reader", "given.zip", 200),
                        org.assertj.core.groups.Tuple.tuple("reader", "withheld.zip", 403),
                        org.assertj.core.groups.Tuple.tuple("-", "given.zip", 401));
    }

    @ParameterizedTest
    @EnumSource
    void a_stranger_is_refused_while_it_still_arrives_for_another(Speaks speaks) throws Exception {
        Stand guarded = start(speaks.tls, Access.Anonymous.PUBLIC);
        try (Line line = speaks.line(guarded);
                Line other = speaks.line(guarded)) {
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    line.ask("GET", "given-slow.zip", reader);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            await().until(() -> !guarded.shelf.tails.isEmpty());
            assertThat(other.ask("GET", "given-slow.zip").status()).isEqualTo(403);
            assertThat(guarded.shelf.tails)
                    .as("nothing was fetched for the stranger")
                    .hasSize(1);
            waiting.join();
        }
    }

    @Test
    void where_everything_is_open_credentials_are_not_even_looked_at() throws Exception {
        Stand guarded = start(false, Access.Anonymous.EVERYTHING);
        try (Line line = H1Line.connect(guarded)) {
            assertThat(line.ask("GET", "given.info", "authorization: Bearer nonsense")
                            .text())
                    .isEqualTo(SECRET);
            assertThat(line.ask("GET", "given.info").text()).isEqualTo(SECRET);
        }
    }

    @Test
    void guessing_is_answered_with_429() throws Exception {
        Stand guarded = start(false, Access.Anonymous.PUBLIC);
        try (Line line = H1Line.connect(guarded)) {
            for (int i = 0; i < 6; i++) {
                assertThat(line.ask("GET", "given.info", "authorization: Bearer guess" + i)
                                .status())
                        .isEqualTo(401);
            }
            RawHttp.Got got = line.ask("GET", "given.info", "authorization: Bearer guess");
            assertThat(got.status()).isEqualTo(429);
            assertThat(got.header("retry-after")).isEqualTo("1");
        }
    }
}
