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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The client of one mirror, which measures the replies, within an {@link Allowance}. {@link ResponseClassifier} decides what
 * they mean, as in the server. Safe for many threads.
 */
final class ProbeClient {
    /** The largest list, info, record or tile that is read. */
    static final int SMALL = 4 << 20;

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
            "retry-after");

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

    Allowance allowance() {
        return allowance;
    }

    /** Opens a new connection and sends one request over it. */
    ConnectionTimings meet(String path) {
        OutboundHttp.OriginClient line = Objects.requireNonNull(lines.get(Traffic.METADATA));
        return line.meet(
                java.net.URI.create(candidate.base() + "/" + path), headers(Map.of()), clock, allowance.cancellation());
    }

    /** Requests something small, and keeps the body. */
    ProbeExchange ask(ProbeQuestion question, String path) {
        return ask(question, path, Map.of());
    }

    /** The same with more headers. */
    ProbeExchange ask(ProbeQuestion question, String path, Map<String, String> more) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ProbeExchange done = exchange(question, path, more, Channels.newChannel(body), SMALL, SMALL_WITHIN);
        return done.found()
                ? new ProbeExchange(
                        question,
                        path,
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
    ProbeExchange exchange(
            ProbeQuestion question,
            String path,
            Map<String, String> more,
            WritableByteChannel into,
            long most,
            Duration within) {
        ProbeExchange done = allowance.over() || hopeless(question.traffic())
                ? nothing(question, path, new Outcome.Abandoned("no longer asked"), clock.instant())
                : measured(question, path, more, into, most, within);
        if (done.counts() || done.answered()) {
            if (question != ProbeQuestion.NOTHING
                    && question != ProbeQuestion.MANNERS
                    && question != ProbeQuestion.RANGE) {
                boolean well = done.found() || done.missing() || !done.counts();
                Objects.requireNonNull(failures.get(question.traffic())).updateAndGet(n -> well ? 0 : n + 1);
            }
            notebook.note(done);
        }
        return done;
    }

    /** Whether it has failed too often to ask again. */
    boolean hopeless(Traffic traffic) {
        return Objects.requireNonNull(failures.get(traffic)).get() >= HOPELESS;
    }

    private ProbeExchange measured(
            ProbeQuestion question,
            String path,
            Map<String, String> more,
            WritableByteChannel into,
            long most,
            Duration within) {
        Ask ask = new Ask(path, question.traffic(), from(more), null, List.of(), false, allowance.cancellation());
        OutboundHttp.OriginClient line = Objects.requireNonNull(lines.get(question.traffic()));
        Instant began = clock.instant();
        try (OutboundResponse reply =
                line.get(candidate.base() + "/" + path, headers(more), allowance.cancellation())) {
            double firstByte = since(began);
            reply.silence(candidate.limits().stall());
            Map<String, String> headers = telling(reply);
            ProbeReading reading = new ProbeReading(reply, into, most, within, allowance, clock);
            Outcome outcome = switch (ResponseClassifier.of(reply, ask, ResponseRules.USUAL)) {
                case ResponseClassifier.HasBody(Head head) -> reading.all(head);
                case ResponseClassifier.NoBody(Outcome done) -> done;
            };
            if (question.traffic() == Traffic.ARCHIVE) {
                notebook.rates(question, reading.rates());
            }
            return new ProbeExchange(
                    question, path, outcome, reply.status(), headers, firstByte, reading.took(), reading.bytes(), null);
        } catch (WebException e) {
            return nothing(question, path, unreachable(e), began);
        } catch (IOException e) {
            throw new UncheckedIOException("storing the response of " + candidate.name(), e);
        }
    }

    private ProbeExchange nothing(ProbeQuestion question, String path, Outcome outcome, Instant began) {
        return new ProbeExchange(question, path, outcome, 0, Map.of(), Double.NaN, since(began), 0, null);
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
                all.put(name, value.length() > 200 ? value.substring(0, 200) : value);
            }
        }
        return all;
    }

    private double since(Instant start) {
        return Duration.between(start, clock.instant()).toNanos() / 1e6;
    }
}
