package dev.breakwater.probe;

import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The steps of a visit to one mirror that are the same in every format. Safe for many threads. */
public final class ProbeSteps {
    /** So few concurrent requests disturb neither the measurement nor the mirror. */
    public static final int GENTLY = 4;

    /** The same for small archives. */
    public static final int ARCHIVES = 2;

    private static final List<Integer> CROWDS = List.of(1, 8, 64);

    /** The minimum traffic left for everything but the two large archives. */
    private static final long RESERVED = 8_000_000;

    /** The maximum size of a small archive. */
    private static final long SMALL_ARCHIVE = 4_000_000;

    private static final Duration LARGE_WITHIN = Duration.ofSeconds(8);

    /** A receiver of whole archives. */
    @FunctionalInterface
    public interface ArchiveTaker {
        /** Takes an archive, which is deleted afterwards. */
        void take(Content archive) throws IOException;
    }

    private final Bounds bounds;
    private final ArchiveFolder folder;
    private final ProbeClient asker;
    private final Observations notebook;
    private final AtomicBoolean ranged = new AtomicBoolean();

    ProbeSteps(Bounds bounds, ArchiveFolder folder, ProbeClient asker, Observations notebook) {
        this.bounds = bounds;
        this.folder = folder;
        this.asker = asker;
        this.notebook = notebook;
    }

    /** What was observed. */
    public Observations notebook() {
        return notebook;
    }

    /** The client of the mirror. */
    public ProbeClient asker() {
        return asker;
    }

    /** Connects, with a request for {@code path}, and measures how long that takes. */
    public void meet(String path) {
        notebook.contact(asker.meet(path));
    }

    /** Whether the mirror has answered any request for metadata. */
    public boolean answers() {
        return notebook.of(Traffic.METADATA).stream().anyMatch(ProbeExchange::answered);
    }

    /** Runs {@code tasks}, at most {@code atOnce} at a time, while there is time. */
    public void together(List<? extends Runnable> tasks, int atOnce) {
        try {
            BoundedTasks.all(tasks, atOnce, asker.allowance().time());
        } catch (InterruptedException e) {
            throw new IllegalStateException("a probe is never interrupted", e);
        }
    }

    /**
     * Fetches a small archive, at most its first 4 MB; of the first one that arrives whole, the second half again.
     *
     * @param taker takes it, if it is whole
     */
    public void small(ProbeAsk ask, ArchiveTaker taker) {
        fetch(ask.as(CommonQuestion.SMALL), taker, SMALL_ARCHIVE, LARGE_WITHIN);
    }

    /** Fetches as much of a large archive as traffic and time allow; {@code question} says which one of two. */
    public void large(CommonQuestion question, ProbeAsk ask, ArchiveTaker taker) {
        long most = (bounds.traffic() - RESERVED) / 2;
        Duration rest = asker.allowance().time().dividedBy(question == CommonQuestion.HOT ? 2 : 1);
        fetch(ask.as(question), taker, most, rest.compareTo(LARGE_WITHIN) < 0 ? rest : LARGE_WITHIN);
    }

    private void fetch(ProbeAsk ask, ArchiveTaker taker, long most, Duration within) {
        if (asker.allowance().over()) {
            return;
        }
        try (Archive archive = folder.archive()) {
            ProbeExchange exchange = asker.exchange(ask, archive.channel(), most, within);
            if (exchange.found()) {
                taker.take(archive);
            }
            if (exchange.found() && ask.question() == CommonQuestion.SMALL && ranged.compareAndSet(false, true)) {
                range(ask, archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("storing an archive temporarily", e);
        }
    }

    /**
     * Fetches something that may be too large for memory, at most {@code most} bytes.
     *
     * @param taker takes it, if it is whole
     */
    public ProbeExchange stored(ProbeAsk ask, long most, Duration within, ArchiveTaker taker) {
        try (Archive archive = folder.archive()) {
            ProbeExchange exchange = asker.exchange(ask, archive.channel(), most, within);
            if (exchange.found()) {
                taker.take(archive);
            }
            return exchange;
        } catch (IOException e) {
            throw new UncheckedIOException("storing a response temporarily", e);
        }
    }

    /** Requests the second half again. */
    private void range(ProbeAsk ask, Archive whole) throws IOException {
        long from = whole.size() / 2;
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        ProbeExchange exchange = asker.exchange(
                ask.as(CommonQuestion.RANGE).with("Range", "bytes=" + from + "-"),
                Channels.newChannel(part),
                SMALL_ARCHIVE,
                LARGE_WITHIN);
        if (!exchange.counts()) {
            return;
        }
        if (exchange.status() != 206 || !exchange.found()) {
            notebook.manners("no Range: " + exchange.outcome().said() + "; interrupted downloads start over");
            return;
        }
        byte[] bytes = whole.bytes((int) SMALL_ARCHIVE);
        byte[] half = Arrays.copyOfRange(bytes, (int) from, bytes.length);
        notebook.manners(
                Arrays.equals(half, part.toByteArray()) ? "Range" : "Range with bytes that differ from the whole file");
    }

    /**
     * Checks its HTTP behaviour: by the first small archive, the first answer to {@code metadata}, and a request for {@code
     * list}, which is worth compressing.
     */
    public void manners(ProbeQuestion metadata, Optional<ProbeAsk> list) {
        first(CommonQuestion.SMALL).ifPresent(it -> {
            notebook.manners(it.header("content-length").isEmpty() ? "no Content-Length" : "Content-Length");
            String cached = it.header("cache-control");
            notebook.manners(cached.isEmpty() ? "no Cache-Control" : "Cache-Control: " + cached);
        });
        first(metadata).ifPresent(it -> {
            String etag = it.header("etag");
            if (etag.isEmpty()) {
                notebook.manners("no ETag");
                return;
            }
            ProbeExchange again = asker.ask(it.ask().as(CommonQuestion.MANNERS).with("If-None-Match", etag));
            notebook.manners(again.status() == 304 ? "ETag" : "ETag, but no 304");
        });
        list.ifPresent(it -> {
            ProbeExchange packed = asker.ask(it.as(CommonQuestion.MANNERS).with("Accept-Encoding", "gzip"));
            String encoding = packed.header("content-encoding");
            if (packed.counts()) {
                notebook.manners(encoding.isEmpty() ? "no compression" : "compression: " + encoding);
            }
        });
    }

    private Optional<ProbeExchange> first(ProbeQuestion question) {
        return notebook.of(question).stream().filter(ProbeExchange::found).findFirst();
    }

    /**
     * Repeats successful requests of that kind, many at once, more each time, while they succeed, so that no mirror is
     * overloaded.
     */
    public void crowds(ProbeQuestion metadata) {
        List<ProbeAsk> asks = notebook.of(metadata).stream()
                .filter(ProbeExchange::found)
                .map(it -> it.ask().as(CommonQuestion.CROWD))
                .toList();
        for (int atOnce : CROWDS) {
            if (asks.isEmpty() || atOnce > bounds.atOnce() || asker.allowance().over()) {
                return;
            }
            int before = notebook.of(CommonQuestion.CROWD).size();
            AtomicInteger next = new AtomicInteger();
            Runnable one = () -> asker.ask(Objects.requireNonNull(asks.get(next.getAndIncrement() % asks.size())));
            together(Collections.nCopies(atOnce, one), atOnce);
            List<ProbeExchange> crowd = notebook.of(CommonQuestion.CROWD);
            crowd = crowd.subList(before, crowd.size());
            int good = (int) crowd.stream().filter(ProbeExchange::found).count();
            List<Double> times = crowd.stream()
                    .filter(ProbeExchange::answered)
                    .map(ProbeExchange::firstByte)
                    .toList();
            notebook.crowd(new Observations.CrowdRun(atOnce, good, Quantiles.of(times, 0.95)));
            boolean refused = crowd.stream().anyMatch(e -> e.outcome() instanceof Outcome.Throttled);
            if (refused || good * 10 < atOnce * 9) {
                return;
            }
        }
    }
}
