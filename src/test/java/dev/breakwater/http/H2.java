package dev.breakwater.http;

import dev.breakwater.testing.Certificates;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/2 connection by hand, RFC 9113: acknowledges settings and pings, and gives window back only when told to. Used
 * by one thread.
 */
final class H2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 32;
    private static final int PATIENCE = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private int last = -1;

    /** A frame as it came, RFC 9113 §4.1; a HEADERS frame, which must be whole, with its fields. */
    record Frame(int type, int flags, int stream, byte[] payload, Map<String, String> fields) {
        boolean ends() {
            return type == RST_STREAM || ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0);
        }
    }

    private H2(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    /**
     * Connects, with prior knowledge or by ALPN.
     *
     * @param window how much each stream may send unasked; the connection as a whole may send without bound
     */
    static H2 connect(URI uri, int window) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE);
        socket.setSoTimeout(PATIENCE);
        H2 connection = new H2(uri.getScheme().equals("https") ? secured(socket, uri) : socket);
        connection.out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        ByteArrayOutputStream settings = new ByteArrayOutputStream();
        DataOutputStream each = new DataOutputStream(settings);
        each.writeShort(4); // SETTINGS_INITIAL_WINDOW_SIZE
        each.writeInt(window);
        connection.write(SETTINGS, 0, 0, settings.toByteArray());
        connection.allow(0, Integer.MAX_VALUE - 65_535);
        return connection;
    }

    private static Socket secured(Socket socket, URI uri) throws IOException {
        SSLSocket secured = (SSLSocket) Certificates.shared()
                .client()
                .getSocketFactory()
                .createSocket(socket, uri.getHost(), uri.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        if (!secured.getApplicationProtocol().equals("h2")) {
            throw new IOException("the server does not speak h2 but " + secured.getApplicationProtocol());
        }
        return secured;
    }

    /** Asks; the stream's number. {@code headers} are whole lines, as in {@code range: bytes=5-}. */
    int ask(String method, String path, String... headers) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", method);
        literal(block, ":scheme", socket instanceof SSLSocket ? "https" : "http");
        literal(block, ":path", path);
        literal(block, ":authority", "127.0.0.1");
        for (String header : headers) {
            int colon = header.indexOf(':');
            literal(
                    block,
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        last += 2;
        write(HEADERS, END_HEADERS | END_STREAM, last, block.toByteArray());
        return last;
    }

    /** A field without indexing and with a new name: RFC 7541 §6.2.2. */
    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            int rest = length - 127;
            for (; rest >= 128; rest >>>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Lets a stream, or with 0 the connection, send {@code bytes} more. */
    void allow(int stream, int bytes) throws IOException {
        write(WINDOW_UPDATE, 0, stream, number(bytes));
    }

    /** Cancels a stream. */
    void reset(int stream) throws IOException {
        write(RST_STREAM, 0, stream, number(8));
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    void write(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        out.write(frame.array());
        out.flush();
    }

    /** The next frame that is not about the connection itself; a read that takes too long is an exception. */
    Frame next() throws IOException {
        while (true) {
            int head = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(head >>> 8);
            int type = head & 0xff;
            // All of them are read, also those of streams given up: each may change the table for the next.
            Map<String, String> fields = type == HEADERS ? fields(flags, stream, payload) : Map.of();
            Frame frame = new Frame(type, flags, stream, payload, fields);
            boolean ours = (frame.type == SETTINGS || frame.type == PING) && (flags & ACK) == 0;
            if (ours) {
                write(frame.type, ACK, 0, frame.type == PING ? frame.payload : new byte[0]);
            }
            if (stream != 0 || frame.type == GOAWAY) {
                return frame;
            }
        }
    }

    /** A priority before the fields is skipped: RFC 9113 §6.2. */
    private Map<String, String> fields(int flags, int stream, byte[] payload) throws IOException {
        int from = (flags & PRIORITY) == 0 ? 0 : 5;
        Map<String, String> fields = new HashMap<>();
        try {
            decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload, from, payload.length - from))
                    .forEach(field -> fields.put(
                            field.getKey().toString(), field.getValue().toString()));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        return fields;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
