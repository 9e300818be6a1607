package dev.breakwater.cli;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.Prober;
import dev.breakwater.upstream.ChainSettings;
import java.util.List;
import java.util.Optional;

/**
 * The settings for a recommendation: for a client, and for a configuration file.
 *
 * @param format the name of the format
 * @param prober its questions
 * @param repositories the present ones of that format
 */
record ProbeLines(
        ProbeReport report, Settings settings, String format, Prober prober, List<RepositorySettings> repositories) {
    /** A client's setting; empty if nothing is recommended. */
    Optional<Prober.ClientSetting> client() {
        List<String> urls = report.recommendation().order().stream()
                .map(name -> report.mirror(name).url())
                .toList();
        return urls.isEmpty() ? Optional.empty() : Optional.of(prober.client(urls, repositories));
    }

    /** A configuration with the recommended ones first and then the others; empty if nothing is recommended. */
    String configuration() {
        ProbeReport.Recommendation recommendation = report.recommendation();
        if (recommendation.order().isEmpty()) {
            return "";
        }
        Optional<RepositorySettings> own = repositories.stream().findFirst();
        StringBuilder text = new StringBuilder("repositories:\n");
        text.append("  ")
                .append(own.map(RepositorySettings::name).orElse(format))
                .append(":\n    format: ");
        text.append(format).append("\n    upstreams:\n");
        for (String name : recommendation.order()) {
            MirrorReport mirror = report.mirror(name);
            text.append("      - name: \"").append(name).append("\"\n");
            text.append("        url: \"").append(mirror.url()).append("\"\n");
            if (!mirror.domain().equals(java.net.URI.create(mirror.url()).getHost())) {
                text.append("        domain: \"").append(mirror.domain()).append("\"\n");
            }
            if (!recommendation.chosen().contains(name)) {
                text.append("        tier: backup\n");
            }
            own.ifPresent(repository -> prober.upstreamKeys(repository, mirror.url())
                    .forEach(line -> text.append("        ").append(line).append('\n')));
            if (secret(mirror)) {
                text.append("        # add its username, password and headers from the current configuration\n");
            }
        }
        own.ifPresent(repository -> text.append(prober.furtherKeys(repository)));
        return text.toString();
    }

    private boolean secret(MirrorReport mirror) {
        return ChainSettings.upstreams(settings)
                .filter(upstream -> upstream.url().toString().equals(mirror.url()))
                .anyMatch(upstream ->
                        upstream.credentials() != null || !upstream.headers().isEmpty());
    }
}
