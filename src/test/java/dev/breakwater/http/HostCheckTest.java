package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.address.HostNames;
import dev.breakwater.address.IpRange;
import dev.breakwater.address.TrustedProxies;
import dev.breakwater.auth.Access;
import dev.breakwater.auth.Authenticator;
import dev.breakwater.event.Event;
import dev.breakwater.repository.Front;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which host a request must name, and which client it counts as, over real connections. */
class HostCheckTest {
    private static final Front FRONT = new Front(new HostNames(Set.of("deps.example.com")), TrustedProxies.LOOPBACK);
    private static final Access PUBLIC =
            new Access(Access.Anonymous.PUBLIC, List.of(), true, true, Authenticator.NOBODY);

    @TempDir
    private Path folder = Path.of("");

    private Shelf shelf() throws IOException {
        return new Shelf(folder).file("a.txt", 100);
    }

    private static int status(Stand stand, String request) throws Exception {
        return Integer.parseInt(answer(stand, request).substring(9, 12));
    }

    private static String answer(Stand stand, String request) throws Exception {
        try (Raw raw = Raw.connect(stand)) {
            return raw.send(request.replace("|", "\r\n") + "\r\nConnection: close\r\n\r\n")
                    .untilClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8080",
                "192.0.2.9",
                "[::1]:8080",
                "[2001:db8::1]",
                "localhost",
                "breakwater:8080",
                "my_container",
                "a.localhost",
                "nas.local:80",
                "deps.lan",
                "deps.corp.internal",
                "box.home.arpa",
                "breakwater.ns.svc",
                "breakwater.ns.svc.cluster.local",
                "deps.example.com",
                "DEPS.Example.COM:443",
                "deps.example.com."
            })
    void server_answers_to_names_that_no_stranger_can_own(String host) throws Exception {
        try (Stand stand = Stand.behind(shelf(), Access.OPEN, FRONT)) {
            assertThat(status(stand, "GET /go/a.txt HTTP/1.1|Host: " + host)).isEqualTo(200);
            assertThat(status(stand, "GET /-/metrics HTTP/1.1|Host: " + host)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "deps.example.com.evil.example",
                "a.svc.evil.example",
                "local.evil.example",
                "notdeps.example.com",
                "x.deps.example.com"
            })
    void name_that_a_stranger_may_own_is_421_and_names_the_key(String host) throws Exception {
        try (Stand stand = Stand.behind(shelf(), Access.OPEN, FRONT)) {
            for (String path : List.of("/", "/go/a.txt", "/-/metrics", "/-/api/v1/status", "/elsewhere")) {
                String answer = answer(stand, "GET " + path + " HTTP/1.1|Host: " + host);
                assertThat(answer).as(path).startsWith("HTTP/1.1 421 ").contains("hosts:");
            }
            // a name that a proxy tells of changes nothing of it
            assertThat(status(stand, "GET /-/metrics HTTP/1.1|Host: " + host + "|X-Forwarded-Host: localhost"))
                    .isEqualTo(421);
            assertThat(status(stand, "GET http://" + host + "/go/a.txt HTTP/1.1|Host: localhost"))
                    .isEqualTo(421);
            assertThat(stand.alarms).isEmpty();
        }
    }

    @Test
    void name_of_one_request_says_nothing_of_the_next_on_the_connection() throws Exception {
        try (Stand stand = Stand.behind(shelf(), Access.OPEN, FRONT);
                Raw raw = Raw.connect(stand)) {
            for (String host : List.of("localhost", "localhost", "evil.example")) {
                raw.send("GET /go/a.txt HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            }
            String all = raw.untilClosed();
            assertThat(all.split("HTTP/1.1 200 OK", -1)).hasSize(3);
            assertThat(all).contains("HTTP/1.1 421 ");
        }
    }

    @Test
    void repositories_answer_to_any_name_where_anonymous_may_not_read_everything() throws Exception {
        try (Stand stand = Stand.behind(shelf(), PUBLIC, FRONT)) {
            assertThat(status(stand, "GET /go/a.txt HTTP/1.1|Host: anything.example"))
                    .isEqualTo(200);
            assertThat(status(stand, "GET /-/metrics HTTP/1.1|Host: anything.example"))
                    .isEqualTo(421);
            assertThat(status(stand, "GET / HTTP/1.1|Host: anything.example")).isEqualTo(421);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET /-/live HTTP/1.0",
                "GET /-/ready HTTP/1.0",
                "GET /-/live HTTP/1.1|Host: evil.example",
                "GET /-/ready?x=y HTTP/1.1|Host: evil.example",
                "HEAD /-/live HTTP/1.0|Host: evil.example"
            })
    void load_balancers_ask_by_any_name_or_none(String request) throws Exception {
        try (Stand stand = Stand.behind(shelf(), Access.OPEN, FRONT)) {
            assertThat(status(stand, request)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET /go/a.txt HTTP/1.0",
                "GET /go/a.txt HTTP/1.1|X: y",
                "GET /go/a.txt HTTP/1.1|Host: ",
                "GET /go/a.txt HTTP/1.1|Host: localhost|Host: localhost",
                "GET /go/a.txt HTTP/1.1|Host: localhost|Host: evil.example",
                "GET /go/a.txt HTTP/1.1|Host: a b",
                "GET /go/a.txt HTTP/1.1|Host: localhost, evil.example",
                "GET /go/a.txt HTTP/1.1|Host: user@localhost",
                "GET /go/a.txt HTTP/1.1|Host: localhost/x",
                "GET /go/a.txt HTTP/1.1|Host: [::1",
                "GET /-/metrics HTTP/1.1|Host: localhost:port"
            })
    void request_that_does_not_name_exactly_one_host_is_400(String request) throws Exception {
        for (Access access : List.of(Access.OPEN, PUBLIC)) {
            try (Stand stand = Stand.behind(shelf(), access, FRONT)) {
                assertThat(status(stand, request)).isEqualTo(400);
            }
        }
    }

    private static String client(Stand stand, String headers) throws Exception {
        stand.served.clear();
        status(stand, "GET /go/a.txt HTTP/1.1|Host: localhost" + headers);
        Awaitility.await().until(() -> !stand.served.isEmpty());
        Event.Served served = stand.served.remove();
        return served.remote();
    }

    @Test
    void client_of_a_trusted_proxy_is_who_the_proxy_names() throws Exception {
        try (Stand stand = Stand.behind(shelf(), Access.OPEN, FRONT)) {
            assertThat(client(stand, "")).isEqualTo("127.0.0.1");
            assertThat(client(stand, "|X-Forwarded-For: 198.51.100.1, 203.0.113.9"))
                    .isEqualTo("203.0.113.9");
            assertThat(client(stand, "|Forwarded: for=203.0.113.9")).isEqualTo("127.0.0.1");
        }
        IpRange elsewhere = new IpRange(InetAddress.ofLiteral("10.0.0.0"), 8);
        Front others = new Front(
                HostNames.USUAL,
                new TrustedProxies(List.of(elsewhere), TrustedProxies.Family.X_FORWARDED, false, false));
        try (Stand stand = Stand.behind(shelf(), Access.OPEN, others)) {
            assertThat(client(stand, "|X-Forwarded-For: 203.0.113.9")).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-For: nonsense",
                "X-Forwarded-Proto: https",
                "Forwarded: for=127.0.0.1",
                "X-Real-IP: 127.0.0.1"
            })
    void request_with_a_forwarding_header_is_never_local(String header) throws Exception {
        try (Stand stand = Stand.behind(shelf(), Access.OPEN, PUBLIC, FRONT)) {
            assertThat(status(stand, "GET /go/a.txt HTTP/1.1|Host: localhost")).isEqualTo(200);
            assertThat(status(stand, "GET /go/a.txt HTTP/1.1|Host: localhost|" + header))
                    .isEqualTo(403);
            assertThat(status(stand, "GET /go/a.txt HTTP/1.1|Host: localhost")).isEqualTo(200);
        }
    }
}
