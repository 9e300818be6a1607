package dev.breakwater.app;

import dev.breakwater.cli.ProbeRequest;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.probe.Candidate;
import dev.breakwater.probe.Evaluation;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbePlan;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.Prober;
import dev.breakwater.probe.Sample;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.OfflineSettings;
import dev.breakwater.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Plans an evaluation of mirrors from the user's options and the settings. */
final class ProbePlanner {
    private final KnownFormats formats;
    private final Prober prober;
    private final Settings settings;
    private final List<RepositorySettings> repositories;
    private final Map<URI, Candidate> candidates = new LinkedHashMap<>();

    private ProbePlanner(KnownFormats formats, Format format, Prober prober, Settings settings) {
        this.formats = formats;
        this.prober = prober;
        this.settings = settings;
        this.repositories = formats.repositories(settings, format);
    }

    /** Evaluates once, see {@link dev.breakwater.cli.CliContext.Evaluator}. */
    static ProbeReport evaluate(
            KnownFormats formats, Settings settings, ProbeRequest request, ProbePlan.ProbeListener progress)
            throws ProbeException, IOException, InterruptedException {
        if (settings.get(OfflineSettings.class).offline()) {
            throw new IOException(
                    "the configuration sets offline, so no mirror was asked; remove it, or name another file");
        }
        Format format = request.format();
        Prober prober = format.as(Prober.class)
                .orElseThrow(() -> new ProbeException(
                        "mirrors of the format " + format.settings().name() + " can't be evaluated"));
        ProbePlanner probing = new ProbePlanner(formats, format, prober, settings);
        ProbePlan plan = probing.plan(request);
        List<URI> named = new ArrayList<>(request.given());
        Optional.ofNullable(request.index()).ifPresent(named::add);
        InstantSource clock = InstantSource.system();
        ProbePlan.Tools tools = new ProbePlan.Tools(WayOut.of(settings, named), clock, new MonotonicClock(clock));
        tools.web().warm();
        return Evaluation.of(plan, tools, progress);
    }

    private ProbePlan plan(ProbeRequest request) throws ProbeException, IOException {
        request.given().forEach(url -> add(url));
        if (request.configured()) {
            upstreams().stream().filter(upstream -> !upstream.privateOnly()).forEach(upstream -> add(upstream.url()));
        }
        request.known().forEach(url -> add(url));
        if (candidates.isEmpty()) {
            throw new ProbeException(
                    "there is no mirror to evaluate: name one, as in probe https://mirror.example.com");
        }
        return new ProbePlan(
                List.copyOf(candidates.values()),
                sample(request),
                request.bounds(),
                prober,
                prober.questions(repositories, request.index(), secret()),
                request.seed());
    }

    private List<UpstreamSettings> upstreams() {
        return repositories.stream()
                .flatMap(repository -> ChainSettings.of(repository).upstreams().stream())
                .toList();
    }

    /** The mirror as configured, if it is. */
    private void add(URI url) {
        if (!candidates.containsKey(url)) {
            candidates.put(
                    url,
                    upstreams().stream()
                            .filter(upstream -> upstream.url().equals(url))
                            .findFirst()
                            .map(this::configured)
                            .orElseGet(() -> unknown(url)));
        }
    }

    private Candidate configured(UpstreamSettings upstream) {
        return new Candidate(
                free(upstream.name()),
                upstream.url(),
                upstream.domain(),
                WayOut.headers(upstream),
                upstream.proxy(),
                upstream.timeouts());
    }

    private Candidate unknown(URI url) {
        String port = url.getPort() < 0 ? "" : "-" + url.getPort();
        String name = (url.getHost() + port).replaceAll("[^A-Za-z0-9._-]", "");
        return new Candidate(
                free(name.substring(0, Math.min(60, name.length()))),
                url,
                url.getHost(),
                Map.of(),
                null,
                Mirror.MirrorLimits.USUAL);
    }

    private String free(String wanted) {
        String name = wanted;
        for (int n = 2; taken(name); n++) {
            name = wanted + "-" + n;
        }
        return name;
    }

    private boolean taken(String name) {
        return candidates.values().stream()
                .anyMatch(candidate -> candidate.name().equals(name));
    }

    /**
     * Matches private names, which no mirror may learn about. A repository without upstreams, with names of its own, has none that a
     * mirror could be asked for.
     */
    private Predicate<String> secret() {
        return settings.repositories().values().stream()
                .filter(repository -> formats.of(repository).naming().isGlobal()
                        || !ChainSettings.of(repository).upstreams().isEmpty())
                .map(repository -> formats.of(repository)
                        .naming()
                        .secrets(ChainSettings.of(repository).privatePatterns()))
                .reduce(_ -> false, Predicate::or);
    }

    /** What to ask for, without private names. */
    private Sample sample(ProbeRequest request) throws ProbeException {
        Sample sample = request.modules().isEmpty()
                ? prober.usual()
                : Sample.read(request.source(), request.modules(), prober.names());
        Sample told = sample.without(secret());
        if (told.items().isEmpty()) {
            throw new ProbeException(
                    request.source() + ": every " + prober.names().noun()
                            + " in it is private by the configuration, and so told to no mirror; name public ones");
        }
        return told;
    }
}
