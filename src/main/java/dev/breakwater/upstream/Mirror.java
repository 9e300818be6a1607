package dev.breakwater.upstream;

import dev.breakwater.web.Reply;
import dev.breakwater.web.Web;
import dev.breakwater.web.WebException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** An origin that is asked by HTTP GET below a base address. */
public final class Mirror implements Origin {
    /** How long a body may be silent before it is taken for broken off. */
    private static final Duration SILENCE = Duration.ofMillis(1500);

    private static final int CHUNK = 64 * 1024;

    private final String name;
    private final String base;
    private final String domain;
    private final Map<String, String> headers;
    private final Map<Traffic, Web.Line> lines = new EnumMap<>(Traffic.class);

    /**
     * Dials nothing yet.
     *
     * @param base the address, with or without a final slash
     * @param headers sent with every request, credentials among them
     */
    public Mirror(String name, URI base, Map<String, String> headers, Web web) {
        this.name = name;
        this.base = base.toString().replaceAll("/+$", "");
        this.domain = base.getHost().toLowerCase(Locale.ROOT) + ":" + base.getPort();
        this.headers = Map.copyOf(headers);
        for (Traffic traffic : Traffic.values()) {
            lines.put(traffic, web.line(firstByte(traffic)));
        }
    }

    private static Duration firstByte(Traffic traffic) {
        return switch (traffic) {
            case METADATA, CHECKSUM -> Duration.ofSeconds(3);
            case ARCHIVE -> Duration.ofSeconds(10);
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        Web.Line line = java.util.Objects.requireNonNull(lines.get(ask.traffic()));
        try (Reply reply = line.get(base + "/" + ask.path(), headers(ask), ask.cancellation())) {
            reply.silence(SILENCE);
            return switch (Judgement.of(reply, ask)) {
                case Judgement.Body(Head head) -> transfer(reply, head, sink);
                case Judgement.Done(Outcome outcome) -> outcome;
            };
        } catch (WebException e) {
            return unreachable(e);
        }
    }

    private Map<String, String> headers(Ask ask) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("User-Agent", "Breakwater");
        if (!ask.via().isEmpty()) {
            all.put("Via", String.join(", ", ask.via()));
        }
        if (ask.from() > 0) {
            all.put("Range", "bytes=" + ask.from() + "-");
        }
        if (ask.etag() != null) {
            all.put("If-None-Match", ask.etag());
        }
        if (ask.modified() != null) {
            all.put("If-Modified-Since", ask.modified());
        }
        return all;
    }

    private static Outcome transfer(Reply reply, Head head, Sink sink) throws IOException {
        if (!sink.begin(head)) {
            return new Outcome.Abandoned("no longer wanted");
        }
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, reply.length() < 0 ? CHUNK : reply.length() + 1));
        long position = head.from();
        try {
            for (boolean more = true; more; ) {
                more = fill(reply, chunk);
                position += chunk.flip().remaining();
                sink.write(chunk);
                chunk.clear();
            }
        } catch (WebException e) {
            chunk.flip();
            sink.write(chunk);
            return unreachable(e);
        }
        if (head.total() >= 0 && position != head.total()) {
            return new Outcome.Unavailable("sent " + position + " of " + head.total() + " bytes");
        }
        return new Outcome.Found(head, "200");
    }

    /** Fills {@code chunk} with what comes without waiting, but at least one byte; false at the end of the body. */
    private static boolean fill(Reply reply, ByteBuffer chunk) throws WebException {
        do {
            if (reply.read(chunk) < 0) {
                return false;
            }
        } while (chunk.hasRemaining() && reply.ready());
        return true;
    }

    private static Outcome unreachable(WebException e) {
        return switch (e.fault()) {
            case CANCELLED -> new Outcome.Abandoned("given up");
            case NAME, CONNECT, SILENT, BROKEN, PROTOCOL -> new Outcome.Unavailable(String.valueOf(e.getMessage()));
        };
    }
}
