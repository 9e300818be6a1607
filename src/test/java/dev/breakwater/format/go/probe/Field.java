package dev.breakwater.format.go.probe;

import dev.breakwater.probe.Bounds;
import dev.breakwater.probe.Candidate;
import dev.breakwater.probe.Evaluation;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbePlan;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.Sample;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Release;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Mirrors of one corpus, to be evaluated side by side; each is its own failure domain. */
final class Field implements AutoCloseable {
    static final int MODULES = 8;
    static final long LARGE = 10_500_000;

    private final Corpus corpus = corpus("");
    private final CorpusDatabase database = new CorpusDatabase("sum.test", corpus);
    private final Map<String, Mirror> mirrors = new LinkedHashMap<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private @Nullable Path authority;

    /** The path of a module with a small archive. */
    static String module(int i) {
        return "field.test/m" + i;
    }

    /** Each module has an old version and one of 26 hours ago; {@code odd} is in the code of one zip. */
    private static Corpus corpus(String odd) {
        Corpus corpus = new Corpus();
        Instant yesterday = Instant.now().minus(Duration.ofHours(26));
        for (int i = 0; i < MODULES; i++) {
            String name = module(i);
            for (String version : List.of("v1.0.0", "v1.1.0")) {
                String code = "package m\n\n// " + "text ".repeat(400) + (i == 3 ? odd : "") + "\n";
                corpus.publish(Release.of(
                        name,
                        version,
                        version.equals("v1.0.0") ? Corpus.EPOCH : yesterday,
                        Map.of("go.mod", "module " + name + "\n", "m.go", code)));
            }
        }
        // so that a stale list of them is a list
        corpus.publish("field.test/hot", "v0.9.0", Map.of());
        corpus.publish("field.test/cold", "v0.9.0", Map.of());
        corpus.publish(Release.big("field.test/hot", "v1.0.0", yesterday, LARGE, 1));
        corpus.publish(Release.big("field.test/cold", "v1.0.1", yesterday, LARGE, 2));
        return corpus;
    }

    Mirror mirror(String name) {
        return add(name, settings -> settings.sumdb("sum.test", database));
    }

    Mirror withoutDatabase(String name) {
        return add(name, settings -> settings);
    }

    Mirror withOneWrongZip(String name) {
        return add(name, MirrorSettings.of(corpus("other ")).sumdb("sum.test", database));
    }

    Mirror like(String name, UnaryOperator<MirrorSettings> change) {
        return add(name, settings -> change.apply(settings.sumdb("sum.test", database)));
    }

    private Mirror add(String name, UnaryOperator<MirrorSettings> change) {
        return add(name, change.apply(MirrorSettings.of(corpus)));
    }

    private Mirror add(String name, MirrorSettings settings) {
        Mirror mirror = Mirror.start(settings);
        mirrors.put(name, mirror);
        if (settings.tls()) {
            authority = mirror.caPem();
        }
        address(name, mirror.url());
        return mirror;
    }

    /** Somebody at that address, whoever it is. */
    void address(String name, String url) {
        candidates.add(new Candidate(
                name, URI.create(url), name, Map.of(), null, dev.breakwater.upstream.Mirror.MirrorLimits.USUAL));
    }

    Corpus corpus() {
        return corpus;
    }

    CorpusDatabase database() {
        return database;
    }

    Mirror running(String name) {
        Mirror mirror = mirrors.get(name);
        if (mirror == null) {
            throw new IllegalArgumentException("no mirror is called " + name);
        }
        return mirror;
    }

    static Sample sample() throws ProbeException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < MODULES; i++) {
            lines.add(module(i));
        }
        lines.add("hot field.test/hot@v1.0.0");
        lines.add("cold field.test/cold@v1.*");
        return Sample.read("sample", lines, new GoTerms());
    }

    ProbePlan plan(Bounds bounds) throws ProbeException {
        return plan(bounds, null);
    }

    ProbePlan plan(Bounds bounds, @Nullable URI index) throws ProbeException {
        return new ProbePlan(
                candidates,
                sample(),
                bounds,
                new GoProber(),
                new GoQuestions(new PlannedDatabase(database.key(), List.of()), index, _ -> false),
                1);
    }

    ProbeReport evaluate(Bounds bounds) throws ProbeException, IOException, InterruptedException {
        return evaluate(plan(bounds));
    }

    ProbeReport evaluate(ProbePlan plan) throws IOException, InterruptedException {
        OutboundHttp web =
                new OutboundHttp(Set.of("127.0.0.1", "localhost", "mirror.invalid"), authority, Proxying.NONE);
        long zero = System.nanoTime();
        Instant began = Instant.now();
        InstantSource steady = () -> began.plusNanos(System.nanoTime() - zero);
        return Evaluation.of(plan, new ProbePlan.Tools(web, InstantSource.system(), steady), (requests, bytes) -> {});
    }

    @Override
    public void close() {
        mirrors.values().forEach(Mirror::close);
    }
}
