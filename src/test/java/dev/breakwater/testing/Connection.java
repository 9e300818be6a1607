package dev.breakwater.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** One client's connection: reads its requests (HTTP/1.1, GET and HEAD), and answers them, rightly or as a fault wants it. */
final class Connection {
    private static final int HEADER_LIMIT = 64 * 1024;

    private final MirrorSettings settings;
    private final InputStream in;
    private final Wire wire;
    private int answered;

    Connection(MirrorSettings settings, Socket raw, Socket talk, Uplink uplink) throws IOException {
        this.settings = settings;
        this.in = new BufferedInputStream(talk.getInputStream());
        this.wire = new Wire(raw, talk, in, settings.bytesPerSecond(), uplink);
    }

    /** Whom to ask what to answer. */
    interface Mind {
        /** The fault that befalls {@code asked}, which is noted. */
        Optional<Fault> befalls(Asked asked);

        Reply answer(Asked asked, Optional<Fault> fault);
    }

    /** Answers until the client goes, or a fault ends it. */
    void serve(Mind mind) throws IOException {
        for (Asked asked = read(); asked != null; asked = read()) {
            Optional<Fault> fault = mind.befalls(asked);
            Pause.of(settings.latency());
            if (!answer(asked, fault, mind)) {
                return;
            }
            answered++;
        }
    }

    private boolean answer(Asked asked, Optional<Fault> fault, Mind mind) throws IOException {
        if (fault.equals(Optional.of(Fault.BLACK_HOLE))) {
            return wire.silence();
        }
        if (fault.equals(Optional.of(Fault.GOAWAY)) && answered > 0) {
            return false;
        }
        Reply reply = mind.answer(asked, fault);
        if (!settings.chunked() && !fault.equals(Optional.of(Fault.RANGE_IGNORED))) {
            reply = reply.ranged(asked.header("range"));
        }
        if (fault.equals(Optional.of(Fault.RANGE_WRONG_TOTAL)) && reply.status() == 206) {
            reply = wrongTotal(reply);
        }
        if (settings.etag() && fault.isEmpty()) {
            reply = tagged(asked, reply);
        }
        boolean more = wire.send(asked, reply, settings.chunked(), fault);
        return more && !asked.header("connection").equalsIgnoreCase("close");
    }

    private static Reply wrongTotal(Reply part) {
        String right = part.headers().getOrDefault("Content-Range", "");
        int slash = right.indexOf('/') + 1;
        return part.with("Content-Range", right.substring(0, slash) + (Long.parseLong(right.substring(slash)) + 1));
    }

    private static Reply tagged(Asked asked, Reply reply) {
        if (reply.status() != 200 || reply.body().size() > 1 << 20) {
            return reply;
        }
        CRC32 crc = new CRC32();
        crc.update(reply.body().bytes());
        String tag = "\"" + Long.toHexString(crc.getValue()) + "\"";
        return asked.header("if-none-match").equals(tag)
                ? new Reply(304, Map.of("ETag", tag), Blob.of(new byte[0]))
                : reply.with("ETag", tag);
    }

    private @Nullable Asked read() throws IOException {
        String first = line();
        while (first != null && first.isEmpty()) {
            first = line();
        }
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ", -1);
        if (words.length != 3) {
            throw new IOException("not a request: " + first);
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String path = words[1].replaceFirst("\\?.*", "").replace("%21", "!").replace("%2B", "+");
        boolean ours = path.startsWith(settings.prefix() + "/");
        String below = ours ? path.substring(settings.prefix().length()) : path;
        int mark = words[1].indexOf('?');
        String query = mark < 0 ? "" : words[1].substring(mark + 1);
        return new Asked(words[0], below, query, ours ? Kind.of(below) : Kind.OTHER, Map.copyOf(headers));
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.write(b);
            if (line.size() > HEADER_LIMIT) {
                throw new IOException("a header line over " + HEADER_LIMIT + " bytes");
            }
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
