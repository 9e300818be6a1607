package dev.breakwater.probe;

import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.ConnectionTimings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The probe of one mirror, in two parts: its lists, and once all mirrors' lists are known, everything else. Each step stops by
 * itself when the time or traffic limit is reached.
 */
final class MirrorProbe {
    /** So few concurrent requests disturb neither the measurement nor the mirror. */
    private static final int GENTLY = 4;

    private static final List<Integer> CROWDS = List.of(1, 8, 64);

    /** The minimum traffic left for everything but the two large archives. */
    private static final long RESERVED = 8_000_000;

    /** The maximum size of a small archive. */
    private static final long SMALL_ARCHIVE = 4_000_000;

    private static final Duration LARGE_WITHIN = Duration.ofSeconds(8);

    private final Sample sample;
    private final ProbedProtocol terms;
    private final Bounds bounds;
    private final ArchiveFolder folder;
    private final ProbeClient asker;
    private final Observations notebook;
    private final AtomicBoolean ranged = new AtomicBoolean();

    MirrorProbe(
            Sample sample,
            ProbedProtocol terms,
            Bounds bounds,
            ArchiveFolder folder,
            ProbeClient asker,
            Observations notebook) {
        this.sample = sample;
        this.terms = terms;
        this.bounds = bounds;
        this.folder = folder;
        this.asker = asker;
        this.notebook = notebook;
    }

    Observations notebook() {
        return notebook;
    }

    ProbeClient asker() {
        return asker;
    }

    /** Connects, and requests the lists. */
    void arrive() {
        List<String> modules = sample.modules();
        ConnectionTimings contact = asker.meet(terms.list(modules.getFirst()));
        notebook.contact(contact);
        List<Runnable> tasks = new ArrayList<>();
        modules.forEach(module -> tasks.add(() -> list(module)));
        modules.forEach(module -> tasks.add(() -> latest(module)));
        together(tasks, GENTLY);
    }

    /** Requests one list. */
    void list(String module) {
        ProbeExchange exchange = asker.ask(ProbeQuestion.LIST, terms.list(module));
        if (exchange.body() != null) {
            terms.versions(module, exchange.body())
                    .ifPresentOrElse(
                            versions -> notebook.list(module, versions),
                            () -> notebook.malformed("the list of " + module + " is not a valid list"));
        }
    }

    private void latest(String module) {
        ProbeExchange exchange = asker.ask(ProbeQuestion.LATEST, terms.latest(module));
        told(module + "@latest", exchange).ifPresent(told -> notebook.latest(module, told.version()));
    }

    private Optional<ProbedProtocol.LatestClaim> told(String what, ProbeExchange exchange) {
        if (exchange.body() == null) {
            return Optional.empty();
        }
        Optional<ProbedProtocol.LatestClaim> told = terms.told(exchange.body());
        if (told.isEmpty()) {
            notebook.malformed("the info of " + what + " is not a valid info");
        }
        return told;
    }

    /** Requests everything else. */
    void examine(SampleChoice choice) {
        if (notebook.of(Traffic.METADATA).stream().noneMatch(ProbeExchange::answered)) {
            return;
        }
        List<Runnable> tasks = new ArrayList<>();
        List<SampleVersion> all = new ArrayList<>(choice.small());
        choice.contested().stream().filter(this::names).forEach(all::add);
        all.forEach(subject -> tasks.add(() -> info(subject)));
        choice.small().forEach(subject -> tasks.add(() -> goMod(subject)));
        nothing(choice).forEach(path -> tasks.add(() -> asker.ask(ProbeQuestion.NOTHING, path)));
        together(tasks, GENTLY);
        together(choice.small().stream().<Runnable>map(s -> () -> zip(s)).toList(), 2);
        manners(choice);
        crowds();
        if (choice.hot() != null) {
            large(ProbeQuestion.HOT, choice.hot());
        }
        if (choice.cold() != null) {
            large(ProbeQuestion.COLD, choice.cold());
        }
    }

    private boolean names(SampleVersion subject) {
        return notebook.lists().getOrDefault(subject.module(), List.of()).contains(subject.version());
    }

    private void info(SampleVersion subject) {
        ProbeExchange exchange = asker.ask(ProbeQuestion.INFO, terms.file(subject.module(), subject.version(), "info"));
        told(subject.toString(), exchange).ifPresent(told -> {
            if (told.version().equals(subject.version())) {
                notebook.info(subject, told);
            } else {
                notebook.malformed("the info of " + subject + " names the version " + told.version());
            }
        });
    }

    private void goMod(SampleVersion subject) {
        ProbeExchange exchange = asker.ask(ProbeQuestion.MOD, terms.file(subject.module(), subject.version(), "mod"));
        if (exchange.body() != null) {
            notebook.goMod(subject, terms.goMod(exchange.body()));
        }
    }

    /** Content that does not exist: a version of an existing module, and a module of a domain that has none (RFC 2606). */
    private List<String> nothing(SampleChoice choice) {
        String none = "example.com/no/such/module";
        List<String> paths = new ArrayList<>(List.of(terms.list(none), terms.file(none, "v1.0.0", "info")));
        choice.small().stream().limit(2).forEach(subject -> {
            String major = subject.version().split("\\.", -1)[0];
            paths.add(terms.file(subject.module(), major + ".99999.99999", "info"));
        });
        return paths;
    }

    private void zip(SampleVersion subject) {
        fetch(ProbeQuestion.ZIP, subject, SMALL_ARCHIVE, LARGE_WITHIN);
    }

    private void large(ProbeQuestion question, SampleVersion subject) {
        long most = (bounds.traffic() - RESERVED) / 2;
        Duration rest = asker.allowance().time().dividedBy(question == ProbeQuestion.HOT ? 2 : 1);
        fetch(question, subject, most, rest.compareTo(LARGE_WITHIN) < 0 ? rest : LARGE_WITHIN);
    }

    private void fetch(ProbeQuestion question, SampleVersion subject, long most, Duration within) {
        if (asker.allowance().over()) {
            return;
        }
        String path = terms.file(subject.module(), subject.version(), "zip");
        try (Archive archive = folder.archive()) {
            ProbeExchange exchange = asker.exchange(question, path, Map.of(), archive.channel(), most, within);
            if (exchange.found()) {
                String h1 =
                        terms.zip(subject.module(), subject.version(), archive).orElse(null);
                notebook.zip(
                        subject, new Observations.ZipTiming(archive.sha256().hex(), archive.size(), h1));
            }
            if (exchange.found() && question == ProbeQuestion.ZIP && ranged.compareAndSet(false, true)) {
                range(path, archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("storing an archive temporarily", e);
        }
    }

    /** Requests the second half again. */
    private void range(String path, Archive whole) throws IOException {
        long from = whole.size() / 2;
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        ProbeExchange exchange = asker.exchange(
                ProbeQuestion.RANGE,
                path,
                Map.of("Range", "bytes=" + from + "-"),
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

    /** Checks its HTTP behaviour. */
    private void manners(SampleChoice choice) {
        Optional<ProbeExchange> zip = notebook.of(ProbeQuestion.ZIP).stream()
                .filter(ProbeExchange::found)
                .findFirst();
        zip.ifPresent(it -> {
            notebook.manners(it.header("content-length").isEmpty() ? "no Content-Length" : "Content-Length");
            String cached = it.header("cache-control");
            notebook.manners(cached.isEmpty() ? "no Cache-Control" : "Cache-Control: " + cached);
        });
        Optional<ProbeExchange> info = notebook.of(ProbeQuestion.INFO).stream()
                .filter(ProbeExchange::found)
                .findFirst();
        info.ifPresent(it -> {
            String etag = it.header("etag");
            if (etag.isEmpty()) {
                notebook.manners("no ETag");
                return;
            }
            ProbeExchange again = asker.ask(ProbeQuestion.MANNERS, it.path(), Map.of("If-None-Match", etag));
            notebook.manners(again.status() == 304 ? "ETag" : "ETag, but no 304");
        });
        if (!choice.small().isEmpty()) {
            String list = terms.list(choice.small().getFirst().module());
            ProbeExchange packed = asker.ask(ProbeQuestion.MANNERS, list, Map.of("Accept-Encoding", "gzip"));
            String encoding = packed.header("content-encoding");
            if (packed.counts()) {
                notebook.manners(encoding.isEmpty() ? "no compression" : "compression: " + encoding);
            }
        }
    }

    /** Sends many requests at once, more each time, while they succeed, so that no mirror is overloaded. */
    private void crowds() {
        List<String> paths = notebook.of(ProbeQuestion.INFO).stream()
                .filter(ProbeExchange::found)
                .map(ProbeExchange::path)
                .toList();
        for (int atOnce : CROWDS) {
            if (paths.isEmpty() || atOnce > bounds.atOnce() || asker.allowance().over()) {
                return;
            }
            int before = notebook.of(ProbeQuestion.CROWD).size();
            AtomicInteger next = new AtomicInteger();
            Runnable one = () -> asker.ask(
                    ProbeQuestion.CROWD, Objects.requireNonNull(paths.get(next.getAndIncrement() % paths.size())));
            together(java.util.Collections.nCopies(atOnce, one), atOnce);
            List<ProbeExchange> crowd = notebook.of(ProbeQuestion.CROWD);
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

    private void together(List<? extends Runnable> tasks, int atOnce) {
        try {
            BoundedTasks.all(tasks, atOnce, asker.allowance().time());
        } catch (InterruptedException e) {
            throw new IllegalStateException("a probe is never interrupted", e);
        }
    }
}
