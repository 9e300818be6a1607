package dev.breakwater.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.testing.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that strangers name, by real sockets: where we go, where we don't, and what the error tells. */
class StrangersHostsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicInteger dialled = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    private int port;

    @BeforeEach
    void listen() throws IOException {
        for (String address : new String[] {"127.0.0.1", "::1"}) {
            ServerSocket inside = new ServerSocket();
            inside.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            port = inside.getLocalPort();
            open.add(inside);
            Thread.ofVirtual().start(() -> accept(inside));
        }
    }

    private void accept(ServerSocket inside) {
        try {
            while (true) {
                inside.accept().close();
                dialled.incrementAndGet();
            }
        } catch (IOException e) {
            // closed
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static OutboundHttp.OriginClient line(Endpoint... trusted) {
        return new OutboundHttp(Set.of(), null, Proxying.NONE)
                .trusting(Set.of(trusted))
                .line(PATIENCE, PATIENCE, null);
    }

    private static WebException failure(OutboundHttp.OriginClient line, String url) {
        WebException failure = catchThrowableOfType(
                WebException.class,
                () -> line.get(url, Map.of(), new Cancellation()).close());
        assertThat(failure).as(url).isNotNull();
        return failure;
    }

    private int redirecting(String location) throws IOException {
        // some of these places are in no form that a server of the JDK would send
        return serving(
                "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    private int answering(String body) throws IOException {
        return serving("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    /** The port of a server that answers every connection so. */
    private int serving(String answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    try (Socket client = server.accept()) {
                        BufferedReader lines =
                                new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
                        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                            // until the end of the head
                        }
                        client.getOutputStream().write(answer.getBytes(UTF_8));
                    }
                }
            } catch (IOException e) {
                // closed
            }
        });
        return server.getLocalPort();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1.",
                "127.1",
                "127.0.1",
                "2130706433",
                "2130706433.",
                "0x7f000001",
                "0x7f.0.0.1",
                "0X7F.1",
                "0177.0.0.1",
                "017700000001",
                "0",
                "0.0.0.0",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[2002:7f00:1::]",
                "[fe80::1%25lo]",
                "[::1%25lo]",
                "localhost",
                "localhost.",
                "LOCALHOST",
                "%31%32%37.0.0.1",
                "１２７.0.0.1"
            })
    void own_machine_is_not_dialled_in_any_spelling(String host) throws Exception {
        String url = "http://" + host + ":" + port + "/x";
        failure(line(), url);
        // a mirror that the operator trusts may not send us there either
        int mirror = redirecting(url);
        failure(line(new Endpoint("127.0.0.1", mirror)), "http://127.0.0.1:" + mirror + "/");
        assertThat(dialled).hasValue(0);
    }

    @Test
    void error_is_the_same_for_open_closed_internal_and_unknown_hosts() {
        int closed = Ports.free();
        List<String> told = Stream.of(
                        "http://127.0.0.1:" + port + "/",
                        "http://127.0.0.1:" + closed + "/",
                        "https://127.0.0.1:" + port + "/",
                        "http://localhost:" + port + "/",
                        "http://no-such-name.invalid/")
                .map(url -> String.valueOf(failure(line(), url).getMessage())
                        .replaceAll("127\\.0\\.0\\.1|localhost|no-such-name\\.invalid", "HOST"))
                .distinct()
                .toList();
        assertThat(told).hasSize(1);
    }

    @Test
    void error_behind_a_proxy_does_not_tell_what_is_there() throws Exception {
        // a proxy dials by names of its own: one port answers what is no HTTP, one nothing, one is not there
        int mute = port;
        int closed = Ports.free();
        URI proxy = URI.create("http://127.0.0.1:" + mute);
        URI dead = URI.create("http://127.0.0.1:" + closed);
        OutboundHttp web = new OutboundHttp(Set.of(), null, Proxying.NONE);
        List<String> told = Stream.of(proxy, dead)
                .map(each -> failure(web.line(PATIENCE, PATIENCE, each), "http://code.invalid/")
                        .getMessage())
                .distinct()
                .toList();
        assertThat(told).hasSize(1);
    }

    @Test
    void mirror_redirects_to_its_own_usual_ports_and_no_other() throws Exception {
        int mirror = redirecting("http://127.0.0.1:" + port + "/inside");
        Set<Endpoint> own = Endpoint.ofUpstream(URI.create("http://127.0.0.1:" + mirror));
        assertThat(own)
                .containsExactlyInAnyOrder(
                        new Endpoint("127.0.0.1", mirror),
                        new Endpoint("127.0.0.1", 80),
                        new Endpoint("127.0.0.1", 443));
        WebException refused =
                failure(line(own.toArray(Endpoint[]::new)), "http://127.0.0.1:" + mirror + "/example.com/a/@v/list");
        assertThat(refused.fault()).isEqualTo(WebException.HttpFault.NAME);
        assertThat(refused).hasMessageContaining("redirect-hosts");
        assertThat(dialled).hasValue(0);
    }

    @Test
    void mirror_redirects_to_hosts_that_the_operator_names_for_it() throws Exception {
        int storage = answering("from storage");
        int mirror = redirecting("http://localhost:" + storage + "/object");
        Set<Endpoint> trusted = new HashSet<>(Endpoint.ofUpstream(URI.create("http://127.0.0.1:" + mirror)));
        trusted.addAll(Endpoint.named("LOCALHOST:" + storage));
        try (OutboundResponse reply = line(trusted.toArray(Endpoint[]::new))
                .get("http://127.0.0.1:" + mirror + "/", Map.of(), new Cancellation())) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.url()).isEqualTo("http://localhost:" + storage + "/object");
        }
        trusted.remove(new Endpoint("localhost", storage));
        assertThat(failure(line(trusted.toArray(Endpoint[]::new)), "http://127.0.0.1:" + mirror + "/")
                        .fault())
                .isEqualTo(WebException.HttpFault.NAME);
    }

    @Test
    void connection_to_a_trusted_endpoint_is_not_reused_for_another_port() throws Exception {
        int storage = answering("inside");
        OutboundHttp.OriginClient line = line(new Endpoint("localhost", storage));
        line.get("http://localhost:" + storage + "/", Map.of(), new Cancellation())
                .close();
        failure(line, "http://localhost:" + port + "/");
        assertThat(dialled).hasValue(0);
    }

    @Test
    void redirect_to_a_host_with_an_underscore_fails_in_order() throws Exception {
        int mirror = redirecting("http://no_such_host.invalid/x");
        WebException failure = failure(line(new Endpoint("127.0.0.1", mirror)), "http://127.0.0.1:" + mirror + "/");
        assertThat(failure.fault()).isEqualTo(WebException.HttpFault.NAME);
    }
}
