package dev.breakwater.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client of one HTTP/1.1 connection that hides nothing: no retry, no redirect, no decompression; it says what came and
 * how it ended. Used by one thread at a time.
 */
public final class RawHttp implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    private RawHttp(Socket socket, String host) throws IOException {
        this.socket = socket;
        this.host = host;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        this.out = socket.getOutputStream();
    }

    /** How a reply ended. */
    public enum End {
        /** All that was announced came. */
        COMPLETE,
        /** The connection was closed before. */
        CLOSED,
        /** The connection was reset before. */
        RESET,
        /** Nothing came for as long as the client was willing to wait. */
        SILENT
    }

    /**
     * One reply, as far as it came.
     *
     * @param status 0 where not even that came
     * @param headers by lower-case name
     * @param body what came of it, empty where it went to a stream
     * @param length how many bytes of the body came
     * @param firstByte from sending to the first byte of the reply
     * @param total from sending to the end
     */
    public record Got(
            int status,
            Map<String, String> headers,
            byte[] body,
            long length,
            End end,
            Duration firstByte,
            Duration total) {
        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** A header's value, or the empty string. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /**
     * Connects to the host and port of {@code uri}; for https the certificate of {@link Certificates} is trusted.
     *
     * @param patience how long to wait for the next byte
     */
    public static RawHttp connect(URI uri, Duration patience) throws IOException {
        return connect(uri, patience, null);
    }

    /** Connects from the local address {@code from}, or any for null: on Linux all of 127.0.0.0/8 are this machine's. */
    public static RawHttp connect(URI uri, Duration patience, @Nullable String from) throws IOException {
        Socket socket = new Socket();
        try {
            if (from != null) {
                socket.bind(new InetSocketAddress(from, 0));
            }
            int port = uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
            Duration limit = patience.compareTo(CONNECT) < 0 ? patience : CONNECT;
            socket.connect(new InetSocketAddress(InetAddress.getByName(uri.getHost()), port), (int) limit.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            socket.setTcpNoDelay(true);
            return new RawHttp(uri.getScheme().equals("https") ? secured(socket, uri) : socket, uri.getAuthority());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** One GET on a connection of its own, with 3 s of patience. */
    public static Got get(String uri, String... headers) throws IOException {
        return get(uri, Duration.ofSeconds(3), headers);
    }

    /** One GET on a connection of its own. */
    public static Got get(String uri, Duration patience, String... headers) throws IOException {
        URI parsed = URI.create(uri);
        try (RawHttp http = connect(parsed, patience)) {
            return http.ask("GET", parsed.getRawPath(), headers);
        }
    }

    private static Socket secured(Socket socket, URI uri) throws IOException {
        SSLSocket secured = (SSLSocket) Certificates.shared()
                .client()
                .getSocketFactory()
                .createSocket(socket, uri.getHost(), uri.getPort(), true);
        secured.startHandshake();
        return secured;
    }

    /** Asks and keeps the body. {@code headers} are whole lines, as in {@code Range: bytes=5-}. */
    public Got ask(String method, String path, String... headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Got got = ask(method, path, body, headers);
        return new Got(got.status, got.headers, body.toByteArray(), got.length, got.end, got.firstByte, got.total);
    }

    /** Asks and passes the body on to {@code body}. */
    public Got ask(String method, String path, OutputStream body, String... headers) throws IOException {
        long start = System.nanoTime();
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        Receipt receipt = new Receipt(start, body);
        try {
            out.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            return receipt.got(receive(method, receipt) ? End.COMPLETE : End.CLOSED);
        } catch (SocketTimeoutException e) {
            return receipt.got(End.SILENT);
        } catch (IOException e) {
            return receipt.got(End.RESET);
        }
    }

    /** What has come so far. */
    private static final class Receipt {
        private final long start;
        private final OutputStream body;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private int status;
        private long length;
        private long first;

        Receipt(long start, OutputStream body) {
            this.start = start;
            this.body = body;
        }

        Got got(End end) {
            long now = System.nanoTime();
            return new Got(
                    status,
                    Map.copyOf(headers),
                    new byte[0],
                    length,
                    end,
                    Duration.ofNanos((first == 0 ? now : first) - start),
                    Duration.ofNanos(now - start));
        }
    }

    private boolean receive(String method, Receipt receipt) throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return false;
        }
        receipt.first = System.nanoTime();
        in.reset();
        String[] words = line().split(" ", 3);
        if (words.length < 2) {
            return false;
        }
        receipt.status = Integer.parseInt(words[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            receipt.headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (method.equals("HEAD") || receipt.status == 304 || receipt.status == 204) {
            return true;
        }
        if (receipt.headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks(receipt);
        }
        String length = receipt.headers.get("content-length");
        boolean all = copy(receipt, length == null ? Long.MAX_VALUE : Long.parseLong(length));
        return all || length == null;
    }

    private boolean chunks(Receipt receipt) throws IOException {
        while (true) {
            String size = line();
            if (size.isEmpty()) {
                return false;
            }
            long length = Long.parseLong(size.replaceFirst(";.*", ""), 16);
            if (!copy(receipt, length)) {
                return false;
            }
            line();
            if (length == 0) {
                return true;
            }
        }
    }

    private boolean copy(Receipt receipt, long length) throws IOException {
        byte[] chunk = new byte[(int) Math.min(64 * 1024, length)];
        for (long left = length; left > 0; ) {
            int n = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (n < 0) {
                return false;
            }
            receipt.body.write(chunk, 0, n);
            receipt.length += n;
            left -= n;
        }
        return true;
    }

    /** The next line; empty at the end of the connection too. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
