package dev.breakwater.app;

import dev.breakwater.cli.ProbeRequest;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.probe.Candidate;
import dev.breakwater.probe.Evaluation;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbePlan;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.ProbedProtocol;
import dev.breakwater.probe.Sample;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.sumdb.DatabaseSettings;
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
import org.jspecify.annotations.Nullable;

/** Plans an evaluation of mirrors from the user's options and the settings. */
final class ProbePlanner {
    private final KnownFormats formats;
    private final ProbedProtocol protocol;
    private final Settings settings;
    private final Map<URI, Candidate> candidates = new LinkedHashMap<>();

    private ProbePlanner(KnownFormats formats, ProbedProtocol protocol, Settings settings) {
        this.formats = formats;
        this.protocol = protocol;
        this.settings = settings;
    }

    /** Evaluates once, see {@link dev.breakwater.cli.CliContext.Prober}. */
    static ProbeReport evaluate(
            KnownFormats formats, Settings settings, ProbeRequest request, ProbePlan.ProbeListener progress)
            throws ProbeException, IOException, InterruptedException {
        if (settings.get(OfflineSettings.class).offline()) {
            throw new IOException(
                    "the configuration sets offline, so no mirror was asked; remove it, or name another file");
        }
        ProbedProtocol protocol = formats.first(ProbedProtocol.class)
                .orElseThrow(() -> new ProbeException("no format has a protocol that can be evaluated"));
        ProbePlanner probing = new ProbePlanner(formats, protocol, settings);
        ProbePlan plan = probing.plan(request);
        List<URI> named = new ArrayList<>(request.given());
        Optional.ofNullable(request.index()).ifPresent(named::add);
        InstantSource clock = InstantSource.system();
        ProbePlan.Tools tools =
                new ProbePlan.Tools(WayOut.of(settings, named), protocol, clock, new MonotonicClock(clock));
        tools.web().warm();
        return Evaluation.of(plan, tools, progress);
    }

    private ProbePlan plan(ProbeRequest request) throws ProbeException {
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
                database(),
                request.index(),
                request.seed());
    }

    private List<UpstreamSettings> upstreams() {
        return ChainSettings.upstreams(settings).toList();
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

    /** The modules without private ones, which no mirror may learn about. */
    private Sample sample(ProbeRequest request) throws ProbeException {
        Sample sample = request.modules().isEmpty()
                ? Sample.USUAL
                : Sample.read(request.source(), request.modules(), protocol::fault);
        Predicate<String> secret = settings.repositories().values().stream()
                .map(repository -> formats.of(repository)
                        .naming()
                        .secrets(ChainSettings.of(repository).privatePatterns()))
                .reduce(_ -> false, Predicate::or);
        Sample told = sample.without(secret);
        if (told.items().isEmpty()) {
            throw new ProbeException(
                    request.source() + ": every module in it is private by the configuration, and so told"
                            + " to no mirror; name public ones");
        }
        return told;
    }

    private ProbePlan.@Nullable PlannedDatabase database() {
        for (RepositorySettings repository : settings.repositories().values()) {
            for (DatabaseSettings database : DatabaseSettings.of(repository)) {
                return new ProbePlan.PlannedDatabase(database.key(), hosts(database));
            }
        }
        return null;
    }

    private static List<Candidate> hosts(DatabaseSettings database) {
        List<Candidate> hosts = new ArrayList<>();
        database.addresses()
                .forEach(url -> hosts.add(
                        new Candidate(url.getHost(), url, url.getHost(), Map.of(), null, Mirror.MirrorLimits.USUAL)));
        return hosts;
    }
}
