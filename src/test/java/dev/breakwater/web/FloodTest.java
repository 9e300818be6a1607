package dev.breakwater.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.SocksProxy;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloodTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
    private static final int MANY = 256;

    /** What a peer answers, each request by itself. */
    private interface Answer {
        void to(OutputStream out) throws IOException;
    }

    private record Peer(ServerSocket listening, AtomicInteger connections) implements AutoCloseable {
        static Peer answering(boolean https, Answer answer) throws IOException {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            ServerSocket listening = https
                    ? Certificates.shared().client().getServerSocketFactory().createServerSocket(0, 0, loopback)
                    : new ServerSocket(0, 0, loopback);
            Peer peer = new Peer(listening, new AtomicInteger());
            Thread.ofVirtual().start(() -> peer.accept(answer));
            return peer;
        }

        private void accept(Answer answer) {
            try {
                while (true) {
                    Socket client = listening.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(client, answer));
                }
            } catch (IOException e) {
                // closed
            }
        }

        private static void serve(Socket client, Answer answer) {
            try (client) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.isEmpty()) {
                        answer.to(client.getOutputStream());
                    }
                }
            } catch (IOException e) {
                // the client went
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** {@code begin}, and 16 MiB of what does not end it. */
    private static Answer endless(String head, byte[] begin, byte[] more) {
        return out -> {
            out.write(ascii(head));
            out.write(begin);
            for (int i = 0; i < MANY; i++) {
                out.write(more);
            }
            out.flush();
            throw new IOException("done");
        };
    }

    private static byte[] filled(int value) {
        byte[] filled = new byte[64 * 1024];
        Arrays.fill(filled, (byte) value);
        return filled;
    }

    private static OutboundHttp.OriginClient line(Proxying proxying) {
        OutboundHttp web = new OutboundHttp(
                Set.of("127.0.0.1", "localhost", "corpus.test"),
                Certificates.shared().pem(),
                proxying);
        return web.line(PATIENCE, PATIENCE, null);
    }

    private static long read(OutboundHttp.OriginClient line, String url) throws WebException {
        try (OutboundResponse reply = line.get(url, Map.of(), new Cancellation())) {
            ByteBuffer room = ByteBuffer.allocate(64 * 1024);
            long all = 0;
            for (int n = 0; n >= 0; n = reply.read(room.clear())) {
                all += n;
            }
            return all;
        }
    }

    private static void gaveUp(OutboundHttp.OriginClient line, String url) {
        assertThatThrownBy(() -> read(line, url))
                .isInstanceOf(WebException.class)
                .hasMessageContaining("without any content")
                .extracting(e -> ((WebException) e).fault())
                .isEqualTo(WebException.HttpFault.BROKEN);
    }

    @ParameterizedTest
    @CsvSource({"false, http", "true, https"})
    void the_extension_of_a_chunk_that_does_not_end_is_given_up(boolean https, String scheme) throws Exception {
        try (Peer peer = Peer.answering(https, endless(CHUNKED + "\r\n", ascii("5;"), filled('a')))) {
            gaveUp(line(Proxying.NONE), scheme + "://127.0.0.1:" + peer.listening.getLocalPort() + "/");
        }
    }

    @ParameterizedTest
    @CsvSource({"false, http", "true, https"})
    void nor_does_a_socks_proxy_take_it_further(boolean https, String scheme) throws Exception {
        try (Peer peer = Peer.answering(https, endless(CHUNKED + "\r\n", ascii("5;"), filled('a')));
                SocksProxy proxy = SocksProxy.to(peer.listening.getLocalPort())) {
            URI way = URI.create("socks5://127.0.0.1:" + proxy.port());
            gaveUp(line(new Proxying(way, way, List.of())), scheme + "://corpus.test/");
            assertThat(proxy.asked()).containsOnly("corpus.test:" + (https ? 443 : 80));
        }
    }

    @Test
    void the_file_name_in_a_gzip_header_that_does_not_end_is_given_up() throws Exception {
        byte[] begin = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
        String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
        try (Peer peer = Peer.answering(false, endless(head, begin, filled('a')))) {
            gaveUp(line(Proxying.NONE), "http://127.0.0.1:" + peer.listening.getLocalPort() + "/");
        }
    }

    @Test
    void packed_blocks_that_hold_nothing_are_given_up() throws Exception {
        byte[] empty = new byte[64 * 1000];
        for (int i = 0; i < empty.length; i += 5) {
            empty[i + 3] = (byte) 0xff;
            empty[i + 4] = (byte) 0xff;
        }
        String head = "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nConnection: close\r\n\r\n";
        try (Peer peer = Peer.answering(false, endless(head, new byte[0], empty))) {
            gaveUp(line(Proxying.NONE), "http://127.0.0.1:" + peer.listening.getLocalPort() + "/");
        }
    }

    /** {@code begin}, and {@code more} twenty times a second, for 15 s. */
    private static Answer trickle(String begin, String more) {
        return out -> {
            out.write(ascii(begin));
            for (int i = 0; i < 300; i++) {
                out.write(ascii(more));
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            throw new IOException("done");
        };
    }

    private static void isSilent(Answer answer, Consumer<OutboundResponse> limit) throws Exception {
        try (Peer peer = Peer.answering(false, answer);
                OutboundResponse reply = line(Proxying.NONE)
                        .get("http://127.0.0.1:" + peer.listening.getLocalPort() + "/", Map.of(), new Cancellation())) {
            limit.accept(reply);
            ByteBuffer room = ByteBuffer.allocate(1024);
            assertThatThrownBy(() -> {
                        while (reply.read(room) >= 0) {
                            room.clear();
                        }
                    })
                    .isInstanceOf(WebException.class)
                    .extracting(e -> ((WebException) e).fault())
                    .isEqualTo(WebException.HttpFault.SILENT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CHUNKED + "\r\n5;",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\u001f\u008b\b\b\0\0\0\0\0\0",
            })
    void a_body_that_trickles_and_has_nothing_to_read_is_silent(String begin) throws Exception {
        isSilent(trickle(begin, "a"), reply -> reply.silence(Duration.ofMillis(500)));
    }

    @Test
    void a_body_that_trickles_takes_no_longer_than_it_may_in_all() throws Exception {
        isSilent(trickle("HTTP/1.1 200 OK\r\n\r\n", "a"), reply -> reply.within(Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource({"false, http", "true, https"})
    void a_large_body_and_many_small_ones_are_read_over_one_connection(boolean https, String scheme) throws Exception {
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        large.write(ascii(CHUNKED + "\r\n"));
        for (int i = 0; i < 64; i++) {
            large.write(ascii("10000;quoted=\"yes\"\r\n"));
            large.write(filled('b'));
            large.write(ascii("\r\n"));
        }
        large.write(ascii("0\r\nX-Trailer: yes\r\n\r\n"));
        byte[] small = ascii("HTTP/1.1 200 OK\r\nX-Filler: " + "f".repeat(8000) + "\r\nContent-Length: 0\r\n\r\n");
        AtomicInteger requests = new AtomicInteger();
        Answer answer = out -> {
            out.write(requests.getAndIncrement() % 100 == 0 ? large.toByteArray() : small);
            out.flush();
        };
        try (Peer peer = Peer.answering(https, answer)) {
            OutboundHttp.OriginClient line = line(Proxying.NONE);
            long all = 0;
            for (int i = 0; i < 101; i++) {
                all += read(line, scheme + "://127.0.0.1:" + peer.listening.getLocalPort() + "/");
            }
            assertThat(all).isEqualTo(2 * 64 * 64 * 1024);
            assertThat(peer.connections).hasValue(1);
        }
    }
}
