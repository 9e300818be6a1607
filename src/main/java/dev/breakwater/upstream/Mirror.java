package dev.breakwater.upstream;

import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.WebException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An origin that answers HTTP GET requests below a base address. */
public final class Mirror implements Origin {
    private static final int CHUNK = 64 * 1024;

    /** RFC 9110 §15.5.2. */
    private static final int CHALLENGED = 401;

    /**
     * The address of a mirror and how to reach it.
     *
     * @param name as configured
     * @param base the address, with or without a final slash
     * @param domain its failure domain
     * @param weight its share for selection by weights
     * @param peer whether it is a Breakwater
     * @param headers sent with every request, credentials among them
     * @param proxy its own proxy, in place of the general one
     */
    public record MirrorAddress(
            String name,
            URI base,
            String domain,
            int weight,
            boolean peer,
            Map<String, String> headers,
            @Nullable URI proxy) {}

    /**
     * How long a mirror may be silent: until it is connected; then, before another is also asked, until the head of a small or
     * a large reply, and in the middle of a body. A late exchange stays open for 30 seconds of silence, or for the limit here
     * if that is more.
     */
    public record MirrorLimits(Duration connect, Duration metadata, Duration archive, Duration stall) {
        /** The defaults. */
        public static final MirrorLimits USUAL = new MirrorLimits(
                Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMillis(1500));
    }

    /**
     * What the mirror's protocol adds to HTTP.
     *
     * @param rules what its responses mean
     * @param auth how requests carry credentials that change
     */
    public record MirrorProtocol(ResponseRules rules, UpstreamAuth auth) {
        /** Plain HTTP. */
        public static final MirrorProtocol USUAL = new MirrorProtocol(ResponseRules.USUAL, UpstreamAuth.FIXED);
    }

    private final MirrorAddress place;
    private final MirrorProtocol protocol;
    private final String base;
    private final MirrorLimits limits;
    private final Map<Traffic, OutboundHttp.OriginClient> lines = new EnumMap<>(Traffic.class);

    /** A mirror that speaks plain HTTP. */
    public Mirror(MirrorAddress place, MirrorLimits limits, OutboundHttp web) {
        this(place, limits, web, MirrorProtocol.USUAL);
    }

    /** Opens no connection yet. */
    public Mirror(MirrorAddress place, MirrorLimits limits, OutboundHttp web, MirrorProtocol protocol) {
        this.place = place;
        this.protocol = protocol;
        this.base = place.base().toString().replaceAll("/+$", "");
        this.limits = limits;
        for (Traffic traffic : Traffic.values()) {
            lines.put(traffic, web.line(limits.connect(), open(limits(traffic).firstByte()), place.proxy()));
        }
    }

    @Override
    public ResponseLimits limits(Traffic traffic) {
        Duration firstByte = switch (traffic) {
            case METADATA, CHECKSUM -> limits.metadata();
            case ARCHIVE -> limits.archive();
        };
        return new ResponseLimits(firstByte, limits.stall(), false);
    }

    private static Duration open(Duration wanted) {
        return wanted.compareTo(ResponseLimits.SILENCE) > 0 ? wanted : ResponseLimits.SILENCE;
    }

    @Override
    public String name() {
        return place.name();
    }

    @Override
    public String domain() {
        return place.domain();
    }

    @Override
    public int weight() {
        return place.weight();
    }

    @Override
    public boolean peer() {
        return place.peer();
    }

    @Override
    public void reach() throws IOException {
        Objects.requireNonNull(lines.get(Traffic.METADATA)).reach(place.base());
    }

    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        if (isWhole(ask.path()) && base.startsWith("https://") && !ask.path().startsWith("https://")) {
            return new Outcome.Unavailable("names an address by http, though it is reached by https");
        }
        Outcome outcome = exchange(ask, sink, true);
        return outcome == null ? Objects.requireNonNull(exchange(ask, sink, false)) : outcome;
    }

    /** Sends the request; null to send it once more, which {@code again} allows. */
    private @Nullable Outcome exchange(Ask ask, Sink sink, boolean again) throws IOException {
        OutboundHttp.OriginClient line = Objects.requireNonNull(lines.get(ask.traffic()));
        Duration within = ask.within();
        Duration firstByte = within == null ? open(limits(ask.traffic()).firstByte()) : within;
        try (OutboundResponse reply = sent(line, ask, firstByte)) {
            reply.silence(within == null ? open(limits.stall()) : within);
            if (again && challenges(reply) && protocol.auth().answer(ask, reply.headers("WWW-Authenticate"))) {
                return null;
            }
            return switch (ResponseClassifier.of(reply, ask, protocol.rules())) {
                case ResponseClassifier.HasBody(Head head)
                when ask.headOnly() ->
                    sink.begin(head) ? new Outcome.Found(head, "200") : new Outcome.Abandoned("no longer needed");
                case ResponseClassifier.HasBody(Head head) ->
                    transfer(reply, peer() && stale(reply) ? head.outdated() : head, sink);
                case ResponseClassifier.NoBody(Outcome.NotModified same)
                when peer() && stale(reply) -> new Outcome.NotModified(same.said(), true);
                case ResponseClassifier.NoBody(Outcome outcome) -> outcome;
            };
        } catch (WebException e) {
            return unreachable(e);
        }
    }

    private OutboundResponse sent(OutboundHttp.OriginClient line, Ask ask, Duration firstByte) throws WebException {
        String url = url(ask.path());
        byte[] body = ask.body();
        if (body != null) {
            return line.post(url, headers(ask, url), body, ask.cancellation());
        }
        return ask.headOnly()
                ? line.head(url, headers(ask, url), firstByte, ask.cancellation())
                : line.get(url, headers(ask, url), firstByte, ask.cancellation());
    }

    private String url(String path) {
        return isWhole(path) ? path : base + "/" + path;
    }

    private static boolean isWhole(String path) {
        return path.startsWith("https://") || path.startsWith("http://");
    }

    /** Whether {@code url} is at this mirror's own host and port, by the same scheme. */
    private boolean isOwn(String url) {
        URI target = URI.create(url);
        return place.base().getScheme().equals(target.getScheme())
                && Endpoint.of(target).equals(Endpoint.of(place.base()));
    }

    /** Whether the mirror itself asks for credentials, and not a host that it has redirected to. */
    private boolean challenges(OutboundResponse reply) {
        return reply.status() == CHALLENGED
                && Endpoint.of(URI.create(reply.url())).equals(Endpoint.of(place.base()));
    }

    /** Whether a peer served its cached copy because its upstreams did not answer. */
    private static boolean stale(OutboundResponse reply) {
        String how = reply.header("X-Breakwater");
        return how != null && (how.equals("stale") || how.startsWith("stale;"));
    }

    /** Credentials are for this mirror's own host alone. */
    private Map<String, String> headers(Ask ask, String url) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(ask.headers());
        if (isOwn(url)) {
            all.putAll(place.headers());
            all.putAll(ask.headers());
            all.putAll(protocol.auth().headers(ask));
        }
        all.put("User-Agent", "Breakwater");
        if (!ask.via().isEmpty()) {
            String before = "1.1 " + String.join(", 1.1 ", ask.via());
            all.merge("Via", before, (own, passed) -> passed + ", " + own);
        }
        if (ask.storeOnly()) {
            all.put("Disable-Module-Fetch", "true");
        }
        if (ask.gzip() && ask.from() == 0) {
            all.put("Accept-Encoding", "gzip");
        }
        if (ask.from() > 0) {
            all.put("Range", "bytes=" + ask.from() + "-");
        }
        if (ask.etag() != null) {
            all.put("If-None-Match", ask.etag());
        }
        return all;
    }

    private Outcome transfer(OutboundResponse reply, Head head, Sink sink) throws IOException {
        if (!sink.begin(head)) {
            return new Outcome.Abandoned("no longer needed");
        }
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, reply.length() < 0 ? CHUNK : reply.length() + 1));
        long position = head.from();
        try {
            for (boolean more = true; more; ) {
                more = fill(reply, chunk);
                int n = chunk.flip().remaining();
                position += n;
                if (head.total() >= 0 && position > head.total()) {
                    return new Outcome.Unavailable("sent more than the " + head.total() + " bytes that it announced");
                }
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

    /** Fills {@code chunk} with what is available, but at least one byte; false at the end of the body. */
    private static boolean fill(OutboundResponse reply, ByteBuffer chunk) throws WebException {
        do {
            if (reply.read(chunk) < 0) {
                return false;
            }
        } while (chunk.hasRemaining() && reply.ready());
        return true;
    }

    private static Outcome unreachable(WebException e) {
        return switch (e.fault()) {
            case CANCELLED -> new Outcome.Abandoned("cancelled");
            case SILENT -> new Outcome.Unavailable(String.valueOf(e.getMessage()), true);
            case NAME, CONNECT -> new Outcome.Unavailable(String.valueOf(e.getMessage()), e.timedOut(), true);
            case BROKEN, PROTOCOL -> new Outcome.Unavailable(String.valueOf(e.getMessage()));
        };
    }
}
