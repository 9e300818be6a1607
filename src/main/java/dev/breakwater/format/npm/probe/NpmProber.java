package dev.breakwater.format.npm.probe;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.format.npm.settings.NpmSettings;
import dev.breakwater.format.npm.settings.SigningKeysSetting;
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
import dev.breakwater.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The questions to npm registries. */
public final class NpmProber implements Prober {
    private static final NpmNames NAMES = new NpmNames();

    private static final Sample USUAL = Sample.builtIn("""
            lodash@4.17.21
            semver@7.6.3
            ms@2.1.3
            picocolors@1.1.0
            minimist@1.2.8
            @jridgewell/sourcemap-codec@1.5.0
            debug@4.3.7
            escape-string-regexp@5.0.0
            hot  typescript@5.4.5
            cold monaco-editor@0.3*.0
            """, NAMES);

    private static final ProbeDisplay DISPLAY = shown();

    private static ProbeDisplay shown() {
        SequencedMap<String, ProbeQuestion> latencies = new LinkedHashMap<>();
        latencies.put("document", NpmQuestion.DOCUMENT);
        latencies.put("record", NpmQuestion.RECORD);
        SequencedMap<Traffic, String> classes = new LinkedHashMap<>();
        classes.put(Traffic.METADATA, "metadata");
        classes.put(Traffic.ARCHIVE, "archive");
        return new ProbeDisplay(
                List.of(
                        ProbeColumn.latency("document"),
                        ProbeColumn.latency("record"),
                        ProbeColumn.hot(),
                        ProbeColumn.cold(),
                        ProbeColumn.lists(),
                        ProbeColumn.content(),
                        ProbeColumn.absence(),
                        new ProbeColumn("signed", NpmProber::signed)),
                latencies,
                classes,
                Map.of(Traffic.METADATA, "a document or record", Traffic.ARCHIVE, "a tarball of average size"),
                "version",
                "tags",
                NpmProber::particulars);
    }

    private static String signed(MirrorReport mirror) {
        return signatures(mirror)
                .filter(it -> it.versions() > 0)
                .map(it -> it.signed() + " of " + it.versions())
                .orElse("-");
    }

    private static Optional<SignatureReport> signatures(MirrorReport mirror) {
        return Optional.ofNullable(mirror.details().get("signatures") instanceof SignatureReport it ? it : null);
    }

    private static List<String> particulars(MirrorReport mirror) {
        return mirror.details().get("registry") instanceof RegistryReport it
                ? List.of("short form: " + it.installForm() + ", times: " + it.times() + ", own tarballs: "
                        + it.ownTarballs() + ", keys: " + it.keys() + ", audit: " + it.audit() + ", search: "
                        + it.search())
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
            throws ProbeException, IOException {
        if (index != null) {
            throw new ProbeException("--index is a feed of Go modules; npm registries are compared by their documents");
        }
        SigningKeysSetting keys = repositories.stream()
                .flatMap(repository -> repository.as(NpmSettings.class).stream())
                .map(NpmSettings::keys)
                .findFirst()
                .orElse(new SigningKeysSetting.BuiltIn());
        return new NpmQuestions(keys.read());
    }

    @Override
    public ProbeDisplay display() {
        return DISPLAY;
    }

    /** npm and its like know one registry. */
    @Override
    public ClientSetting client(List<String> mirrors, List<RepositorySettings> repositories) {
        return new ClientSetting(
                "For npm, pnpm and yarn 1 only:", "npm config set registry " + mirrors.getFirst() + "/");
    }

    @Override
    public List<String> upstreamKeys(RepositorySettings own, String url) {
        List<String> keys = new ArrayList<>();
        own.as(NpmSettings.class)
                .ifPresent(settings -> settings.upstreams().stream()
                        .filter(upstream -> upstream.url().toString().equals(url))
                        .map(UpstreamSettings::name)
                        .findFirst()
                        .ifPresent(name -> {
                            if (settings.authorities().contains(name)) {
                                keys.add("authority: true");
                            }
                            if (settings.audits().contains(name)) {
                                keys.add("audit: true");
                            }
                        }));
        return keys;
    }

    @Override
    public String furtherKeys(RepositorySettings own) {
        return own.as(NpmSettings.class)
                .filter(settings -> !settings.owned().isEmpty()
                        || !(settings.keys() instanceof SigningKeysSetting.BuiltIn)
                        || settings.upstreams().stream().anyMatch(UpstreamSettings::privateOnly))
                .map(_ -> "    # keep private, signing-keys and the upstreams of private packages as they are\n")
                .orElse("");
    }
}
