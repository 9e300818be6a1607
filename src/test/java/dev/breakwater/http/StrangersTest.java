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
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many strangers at the pages and the API: room is by address, and an administrator always has some. */
class StrangersTest {
    private static final int LENGTH = 60_000;

    @TempDir
    private Path folder;

    private final List<Raw> open = new ArrayList<>();
    private String admin = "";
    private @Nullable Stand stand;

    /** Says how many bytes were sent; to {@code locked} nobody may, and {@code live} never ends. */
    private record Pages() implements Extension {
        @Override
        public boolean has(String path) {
            return path.startsWith("/-/api/");
        }

        @Override
        public int limit(String path) {
            return 1 << 16;
        }

        @Override
        public @Nullable ExtensionReply refusal(ExtensionRequest head) {
            return head.path().endsWith("/locked") ? page(401, "locked") : null;
        }

        @Override
        public ExtensionReply answer(ExtensionRequest visit) {
            return visit.path().endsWith("/live")
                    ? new ExtensionReply.Stream(_ -> {})
                    : page(200, visit.body().length + " bytes");
        }

        private static ExtensionReply page(int status, String text) {
            return new ExtensionReply.WholePage(
                    status, "text/plain", text.getBytes(StandardCharsets.US_ASCII), Map.of());
        }
    }

    private Stand start(TightLimits limits) throws IOException {
        Token.Issued issued =
                Token.issue("boss", Instant.now(), null, new Scope(Set.of(Permission.ADMIN), List.of(), List.of()));
        TokenFile file = new TokenFile(folder);
        file.change(_ -> List.of(issued.token()));
        admin = "Authorization: Bearer " + issued.text() + "\r\n";
        Authenticator authenticator = new Authenticator(
                new Tokens(file, Events.NONE), List.of(), List.of(), _ -> (_, _) -> true, InstantSource.system());
        Access access = new Access(Access.Anonymous.EVERYTHING, List.of(), true, true, authenticator);
        Stand started = Stand.extended(new Shelf(folder).file("small.info", 126), new Pages(), access, limits);
        stand = started;
        return started;
    }

    @AfterEach
    void close() throws IOException {
        for (Raw each : open) {
            each.close();
        }
        if (stand != null) {
            stand.close();
        }
    }

    private Raw connect(Stand to, String from) throws IOException {
        Raw raw = Raw.connect(to, from);
        open.add(raw);
        return raw;
    }

    private static String post(String name, int length, String more) {
        return "POST /-/api/" + name + " HTTP/1.1\r\nHost: here\r\nContent-Length: " + length + "\r\n" + more + "\r\n";
    }

    @Test
    void who_may_not_is_told_before_anything_is_sent() throws IOException {
        Stand started = start(new TightLimits());
        Raw raw = connect(started, "127.0.0.1").send(post("locked", LENGTH, ""));
        assertThat(raw.some()).startsWith("HTTP/1.1 401 ").containsIgnoringCase("connection: close");
        Raw waits = connect(started, "127.0.0.1").send(post("locked", LENGTH, "Expect: 100-continue\r\n"));
        assertThat(waits.some()).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void a_body_that_dribbles_in_is_broken_off() throws IOException {
        Stand started = start(new TightLimits().bodies(16 << 20, Duration.ofMillis(500)));
        Raw raw = connect(started, "127.0.0.1").send(post("open", LENGTH, ""));
        await().pollInterval(Duration.ofMillis(50)).until(() -> !raw.trickle((byte) 'x'));
        Raw silent = connect(started, "127.0.0.1").send(post("open", LENGTH, ""));
        assertThat(silent.untilClosed()).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void bodies_of_one_address_leave_room_for_others_and_for_an_administrator() throws IOException {
        Stand started = start(new TightLimits().bodies(1 << 20, Duration.ofMinutes(1)));
        for (int i = 0; i < 60; i++) {
            connect(started, "127.0.0.1").send(post("open", LENGTH, ""));
        }
        await().until(() ->
                started.served.stream().filter(each -> each.status() == 503).count() > 20);
        for (int i = 0; i < 4; i++) {
            assertThat(connect(started, "127.0.0.1")
                            .send(post("open", LENGTH, ""))
                            .some())
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("retry-after: 1");
            assertThat(said(started, "127.0.0.2", "")).contains("60000 bytes");
            assertThat(said(started, "127.0.0.1", admin)).contains("60000 bytes");
        }
    }

    private String said(Stand to, String from, String credentials) throws IOException {
        return connect(to, from)
                .send(post("open", LENGTH, credentials + "Connection: close\r\n"))
                .send(new byte[LENGTH])
                .untilClosed();
    }

    @Test
    void live_pages_of_one_address_leave_room_for_others_and_for_an_administrator() throws IOException {
        Stand started = start(new TightLimits().connections(1_000));
        String get = "GET /-/api/live HTTP/1.1\r\nHost: here\r\n";
        int live = 0;
        while (connect(started, "127.0.0.1").send(get + "\r\n").some().startsWith("HTTP/1.1 200 ")) {
            live++;
        }
        assertThat(live).isEqualTo(200);
        assertThat(connect(started, "127.0.0.2").send(get + "\r\n").some()).startsWith("HTTP/1.1 200 ");
        assertThat(connect(started, "127.0.0.1").send(get + admin + "\r\n").some())
                .startsWith("HTTP/1.1 200 ");
    }
}
