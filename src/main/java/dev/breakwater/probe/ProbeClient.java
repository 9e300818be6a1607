package dev.breakwater.probe;

import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.ResponseClassifier;
import dev.breakwater.upstream.ResponseRules;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.ConnectionTimings;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.WebException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The client of one mirror, which measures the replies, within an {@link Allowance}. {@link ResponseClassifier} decides what
 * they mean, as in the server. Safe for many threads.
 */
public final class ProbeClient {
    /** The most bytes of metadata that are kept in memory. */
    public static final int SMALL = 4 << 20;

    private static final List<String> TELLING = List.of(
            "content-length",
            "content-type",
            "content-encoding",
            "content-range",
            "accept-ranges",
            "etag",
            "last-modified",
            "cache-control",
            "age",
            "retry-after",
            "link",
            "www-authenticate",
            "docker-content-digest",
            "ratelimit-limit",
            "ratelimit-remaining");

    /** In characters. */
    private static final int LONGEST_HEADER = 1_000;

    /** A body of metadata that takes longer than this is too slow. */
    private static final Duration SMALL_WITHIN = Duration.ofSeconds(4);

    /**
     * After so many failures in a row a mirror is not asked again in that class of traffic: that would only cost both sides
     * time.
     */
    private static final int HOPELESS = 6;

    private final Candidate candidate;
    private final Allowance allowance;
    private final InstantSource clock;
    private final Observations notebook;
    private final Map<Traffic, OutboundHttp.OriginClient> lines = new EnumMap<>(Traffic.class);
    private final ConcurrentMap<Traffic, AtomicInteger> failures = new ConcurrentHashMap<>();

    ProbeClient(
            Candidate candidate, OutboundHttp web, Allowance allowance, InstantSource clock, Observations notebook) {
        this.candidate = candidate;
        this.allowance = allowance;
        this.clock = clock;
        this.notebook = notebook;
        Mirror.MirrorLimits limits = candidate.limits();
        for (Traffic traffic : Traffic.values()) {
            Duration head = traffic == Traffic.ARCHIVE ? limits.archive() : limits.metadata();
            lines.put(traffic, web.line(limits.connect(), head, candidate.proxy()));
            failures.put(traffic, new AtomicInteger());
        }
    }

    /** What it may still use. */
    public Allowance allowance() {
        return allowance;
    }

    /** Opens a new connection and sends one request over it. */
    ConnectionTimings meet(String path) {
        OutboundHttp.OriginClient line = Objects.requireNonNull(lines.get(Traffic.METADATA));
        return line.meet(
                java.net.URI.create(candidate.base() + "/" + path), headers(Map.of()), clock, allowance.cancellation());
    }

    /** Requests something small, and keeps the body. */
    public ProbeExchange ask(ProbeAsk ask) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ProbeExchange done = exchange(ask, Channels.newChannel(body), SMALL, SMALL_WITHIN);
        return done.found()
                ? new ProbeExchange(
                        ask,
                        done.outcome(),
                        done.status(),
                        done.headers(),
                        done.firstByte(),
                        done.sending(),
                        done.bytes(),
                        body.toByteArray())
                : done;
    }

    /**
     * Requests something and writes at most {@code most} bytes of it into {@code into}, for at most {@code within} from its
     * first byte on. If we end it, the outcome is {@code Abandoned}.
     */
    public ProbeExchange exchange(ProbeAsk ask, WritableByteChannel into, long most, Duration within) {
        ProbeExchange done = allowance.over() || hopeless(ask.question().traffic())
                ? nothing(ask, new Outcome.Abandoned("no longer asked"), clock.instant())
                : measured(ask, into, most, within);
        if (done.counts() || done.answered()) {
            if (telling(ask.question())) {
                boolean well = done.found() || done.missing() || !done.counts();
                Objects.requireNonNull(failures.get(ask.question().traffic())).updateAndGet(n -> well ? 0 : n + 1);
            }
            notebook.note(done);
        }
        return done;
    }

    /** Whether a failure says that the mirror has failed. */
    private static boolean telling(ProbeQuestion question) {
        return switch (question.expectation()) {
            case CONTENT, LOAD, EITHER, PROOF, SUPPORT -> true;
            case ABSENCE, PART, SERVICE, MANNERS -> false;
        };
    }

    /** Whether it has failed too often to ask again. */
    boolean hopeless(Traffic traffic) {
        return Objects.requireNonNull(failures.get(traffic)).get() >= HOPELESS;
    }

    private ProbeExchange measured(ProbeAsk wanted, WritableByteChannel into, long most, Duration within) {
        Traffic traffic = wanted.question().traffic();
        Ask whole = new Ask(
                wanted.path(), traffic, from(wanted.headers()), null, List.of(), false, allowance.cancellation());
        Ask ask = wanted.headOnly() ? whole.head(Set.of()) : whole;
        Instant began = clock.instant();
        try (OutboundResponse reply = sent(wanted)) {
            double firstByte = since(began);
            reply.silence(candidate.limits().stall());
            Map<String, String> headers = telling(reply);
            ProbeReading reading = new ProbeReading(reply, into, most, within, allowance, clock);
            Outcome outcome = switch (ResponseClassifier.of(reply, ask, ResponseRules.USUAL)) {
                case ResponseClassifier.HasBody(Head head)
                when wanted.headOnly() -> new Outcome.Found(head, String.valueOf(reply.status()));
                case ResponseClassifier.HasBody(Head head) -> reading.all(head);
                case ResponseClassifier.NoBody(Outcome done) -> done;
            };
            if (traffic == Traffic.ARCHIVE) {
                notebook.rates(wanted.question(), reading.rates());
            }
            return new ProbeExchange(
                    wanted, outcome, reply.status(), headers, firstByte, reading.took(), reading.bytes(), null);
        } catch (WebException e) {
            return nothing(wanted, unreachable(e), began);
        } catch (IOException e) {
            throw new UncheckedIOException("storing the response of " + candidate.name(), e);
        }
    }

    private OutboundResponse sent(ProbeAsk ask) throws WebException {
        OutboundHttp.OriginClient line =
                Objects.requireNonNull(lines.get(ask.question().traffic()));
        String url = candidate.base() + "/" + ask.path();
        Map<String, String> headers = headers(ask.headers());
        if (ask.headOnly()) {
            return line.head(url, headers, candidate.limits().metadata(), allowance.cancellation());
        }
        if (ask.body() == null) {
            return line.get(url, headers, allowance.cancellation());
        }
        headers.put("Content-Type", "application/json");
        return line.post(url, headers, ask.body(), allowance.cancellation());
    }

    private ProbeExchange nothing(ProbeAsk ask, Outcome outcome, Instant began) {
        return new ProbeExchange(ask, outcome, 0, Map.of(), Double.NaN, since(began), 0, null);
    }

    private static long from(Map<String, String> more) {
        String range = more.getOrDefault("Range", "");
        return range.isEmpty() ? 0 : Long.parseLong(range.replaceAll("\\D", ""));
    }

    static Outcome unreachable(WebException e) {
        return e.fault() == WebException.HttpFault.CANCELLED
                ? new Outcome.Abandoned("cancelled")
                : new Outcome.Unavailable(String.valueOf(e.getMessage()));
    }

    private Map<String, String> headers(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(candidate.headers());
        all.put("User-Agent", "Breakwater (probe)");
        all.putAll(more);
        return all;
    }

    private static Map<String, String> telling(OutboundResponse reply) {
        Map<String, String> all = new HashMap<>();
        for (String name : TELLING) {
            String value = reply.header(name);
            if (value != null) {
                all.put(name, value.length() > LONGEST_HEADER ? value.substring(0, LONGEST_HEADER) : value);
            }
        }
        return all;
    }

    private double since(Instant start) {
        return Duration.between(start, clock.instant()).toNanos() / 1e6;
    }
}
