package dev.breakwater.format.oci.probe;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.format.oci.settings.OciSettings;
import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.ProbeColumn;
import dev.breakwater.probe.ProbeDisplay;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbeQuestion;
import dev.breakwater.probe.ProbedNames;
import dev.breakwater.probe.Prober;
import dev.breakwater.probe.QuestionSet;
import dev.breakwater.probe.Sample;
import dev.breakwater.upstream.Traffic;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The questions to registries of images. Of each image of the sample two manifests are fetched by GET, of a hot one too. */
public final class OciProber implements Prober {
    private static final OciProbeNames NAMES = new OciProbeNames();

    private static final Sample USUAL = Sample.builtIn("""
            library/alpine:3.20
            library/busybox:1.36
            hot library/debian:12-slim
            """, NAMES);

    private static final ProbeDisplay DISPLAY = shown();

    private static ProbeDisplay shown() {
        SequencedMap<String, ProbeQuestion> latencies = new LinkedHashMap<>();
        latencies.put("tag", OciQuestion.TAG);
        latencies.put("manifest", OciQuestion.MANIFEST);
        SequencedMap<Traffic, String> classes = new LinkedHashMap<>();
        classes.put(Traffic.METADATA, "metadata");
        classes.put(Traffic.ARCHIVE, "archive");
        return new ProbeDisplay(
                List.of(
                        ProbeColumn.latency("tag"),
                        ProbeColumn.latency("manifest"),
                        ProbeColumn.hot(),
                        ProbeColumn.lists(),
                        ProbeColumn.content(),
                        ProbeColumn.absence(),
                        new ProbeColumn("pulls left", OciProber::left)),
                latencies,
                classes,
                Map.of(Traffic.METADATA, "a manifest", Traffic.ARCHIVE, "a small layer"),
                "digest",
                "tags",
                OciProber::particulars);
    }

    private static String left(MirrorReport mirror) {
        return mirror.details().get("registry") instanceof ImageRegistryReport it
                        && !it.remaining().isEmpty()
                ? it.remaining()
                : "-";
    }

    private static List<String> particulars(MirrorReport mirror) {
        return mirror.details().get("registry") instanceof ImageRegistryReport it
                ? List.of("token: " + it.token() + ", digest with tags: " + it.digests()
                        + (it.limit().isEmpty() ? "" : ", limit: " + it.limit() + ", left: " + it.remaining()))
                : List.of();
    }

    @Override
    public ProbedNames names() {
        return NAMES;
    }

    @Override
    public Sample usual() {
        return USUAL;
    }

    @Override
    public QuestionSet questions(List<RepositorySettings> repositories, @Nullable URI index, Predicate<String> secret)
            throws ProbeException {
        if (index != null) {
            throw new ProbeException("--index is a feed of Go modules; registries are compared by their tags");
        }
        return OciSession::new;
    }

    @Override
    public URI address(URI named) {
        return OciSettings.withApi(named);
    }

    @Override
    public ProbeDisplay display() {
        return DISPLAY;
    }

    @Override
    public ClientSetting client(List<String> mirrors, List<RepositorySettings> repositories) {
        return new ClientSetting(
                "For docker only, in /etc/docker/daemon.json:",
                "{\"registry-mirrors\": [\""
                        + mirrors.stream()
                                .map(mirror -> mirror.replaceFirst("/v2$", ""))
                                .collect(Collectors.joining("\", \""))
                        + "\"]}");
    }

    @Override
    public List<String> upstreamKeys(RepositorySettings own, String url) {
        return own.as(OciSettings.class).stream()
                .flatMap(settings -> settings.upstreams().stream()
                        .filter(upstream -> upstream.url().toString().equals(url)
                                && settings.authorities().contains(upstream.name())))
                .map(_ -> "authority: true")
                .limit(1)
                .toList();
    }

    @Override
    public String furtherKeys(RepositorySettings own) {
        return own.as(OciSettings.class)
                .map(settings -> "    registry: " + settings.registry() + "\n"
                        + (settings.owned().isEmpty()
                                ? ""
                                : "    # keep private and the upstreams of private images as they are\n"))
                .orElse("");
    }
}
