package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.probe.Bounds;
import dev.breakwater.probe.Candidate;
import dev.breakwater.probe.Evaluation;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbePlan;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.Sample;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** npm registries of one corpus, to be evaluated side by side; each is its own failure domain. */
final class Registries implements AutoCloseable {
    /** Short waits, so that a registry that hangs does not cost the test's time. */
    private static final Mirror.MirrorLimits LIMITS = new Mirror.MirrorLimits(
            Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));

    private final NpmSigner signer = new NpmSigner();
    private final NpmCorpus corpus = new NpmCorpus(signer)
            .tree(7)
            // so that a stale list of them is a list
            .publish("hot", "0.9.0", Map.of(), 10)
            .publish("cold", "0.9.0", Map.of(), 10)
            .publish("hot", "1.0.0", Map.of(), 400_000)
            .publish("cold", "1.0.1", Map.of(), 400_000);
    private final List<NpmRegistry> registries = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();

    /** Starts a registry. */
    NpmRegistry registry(String name) {
        NpmRegistry registry = bare(name).withShortForms();
        registry.offering("/-/npm/v1/keys", signer.keys());
        registry.offering("/-/npm/v1/security/advisories/bulk", "{}");
        return registry.offering("/-/v1/search", "{\"objects\":[],\"total\":0}");
    }

    /** Starts a registry that serves documents and tarballs alone. */
    NpmRegistry bare(String name) {
        NpmRegistry registry = NpmRegistry.serving(corpus);
        registries.add(registry);
        candidates.add(new Candidate(name, URI.create(registry.url()), name, Map.of(), null, LIMITS));
        return registry;
    }

    NpmCorpus corpus() {
        return corpus;
    }

    /** The lines of the sample. */
    static List<String> lines() {
        return List.of("p000", "p001@1.0.0", "p002", "@leaf/p006@1.*", "hot hot", "cold cold@1.*");
    }

    ProbeReport evaluate() throws ProbeException, IOException, InterruptedException {
        OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
        long zero = System.nanoTime();
        Instant began = Instant.now();
        InstantSource steady = () -> began.plusNanos(System.nanoTime() - zero);
        ProbePlan plan = new ProbePlan(
                candidates,
                Sample.read("sample", lines(), new NpmNames()),
                new Bounds(Duration.ofSeconds(20), 60_000_000, 8),
                new NpmProber(),
                new NpmQuestions(SigningKeys.read(signer.keys())),
                1);
        return Evaluation.of(plan, new ProbePlan.Tools(web, InstantSource.system(), steady), (requests, bytes) -> {});
    }

    @Override
    public void close() {
        registries.forEach(NpmRegistry::close);
    }
}
