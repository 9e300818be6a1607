package dev.breakwater.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A mirror of a {@link Corpus} that holds what an honest one holds and words its replies as a test wants them, byte for
 * byte: for what HTTP allows and no honest mirror does. After a reply with {@code Connection: close} the connection is
 * closed, after any other it stays open.
 */
public final class OddMirror implements AutoCloseable {
    /**
     * What an honest mirror would have answered.
     *
     * @param status 200 or 404
     * @param type the media type
     */
    public record Honest(Asked asked, int status, String type, byte[] body) {
        /** The reply in the usual form, with these header lines in place of its length. */
        public byte[] reply(int code, byte[] content, String... headers) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " Odd\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            return joined(head + "\r\n", content);
        }

        /** The honest reply. */
        public byte[] usual() {
            return reply(status, body, "Content-Type: " + type, "Content-Length: " + body.length);
        }
    }

    private final Pages pages;
    private final Function<Honest, byte[]> wording;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private final Door door;

    /** Serves when this returns. */
    public OddMirror(MirrorSettings settings, Function<Honest, byte[]> wording) {
        this.pages = new Pages(settings);
        this.wording = wording;
        try {
            this.door = new Door("127.0.0.1", settings.port(), this::welcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code head} and then {@code content}. */
    public static byte[] joined(String head, byte[] content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(content);
        return all.toByteArray();
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + door.port();
    }

    /** How many requests it has read. */
    public int asked() {
        return asked.get();
    }

    private void welcome(Socket socket) {
        open.add(socket);
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String first = line(in); !first.isEmpty(); first = line(in)) {
                byte[] reply = wording.apply(honest(request(first, in)));
                asked.incrementAndGet();
                socket.getOutputStream().write(reply);
                if (new String(reply, StandardCharsets.ISO_8859_1).contains("Connection: close\r\n")) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client went: an everyday thing for a mirror like this.
            Thread.onSpinWait();
        } finally {
            open.remove(socket);
        }
    }

    private static Asked request(String first, InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String[] words = first.split(" ", -1);
        return new Asked(words[0], words[1], Kind.of(words[1]), headers);
    }

    private Honest honest(Asked request) {
        Reply reply = pages.answer(request);
        return new Honest(
                request,
                reply.status(),
                reply.headers().getOrDefault("Content-Type", Reply.TEXT),
                reply.body().bytes());
    }

    /** The next line; empty at the end of the connection too. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        door.close();
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
