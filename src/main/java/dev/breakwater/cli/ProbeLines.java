package dev.breakwater.cli;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import java.util.ArrayList;
import java.util.List;

/** The settings for a recommendation: for the go command, and for a configuration file. */
record ProbeLines(ProbeReport report, Settings settings) {
    /** The go command's setting; empty if nothing is recommended. */
    String goproxy() {
        List<String> order = report.recommendation().order();
        if (order.isEmpty()) {
            return "";
        }
        // a bar: the go command asks the next one after any failure
        List<String> urls = new ArrayList<>();
        order.forEach(name -> urls.add(report.mirror(name).url()));
        boolean direct = settings.repositories().values().stream()
                .anyMatch(repository -> ChainSettings.of(repository).direct());
        return "GOPROXY='" + String.join("|", urls) + (direct ? ",direct" : "") + "'";
    }

    /** A configuration with the recommended ones first and then the others; empty if nothing is recommended. */
    String configuration() {
        ProbeReport.Recommendation recommendation = report.recommendation();
        if (recommendation.order().isEmpty()) {
            return "";
        }
        RepositorySettings own = settings.repositories().firstEntry().getValue();
        StringBuilder text = new StringBuilder("repositories:\n");
        text.append("  ").append(own.name()).append(":\n    format: go\n    upstreams:\n");
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
            if (secret(mirror)) {
                text.append("        # add its username, password and headers from the current configuration\n");
            }
        }
        if (ChainSettings.of(own).direct()) {
            text.append("      - name: origin\n        url: direct\n        tier: backup\n");
        }
        databases(DatabaseSettings.of(own), text);
        return text.toString();
    }

    private boolean secret(MirrorReport mirror) {
        return ChainSettings.upstreams(settings)
                .filter(upstream -> upstream.url().toString().equals(mirror.url()))
                .anyMatch(upstream ->
                        upstream.credentials() != null || !upstream.headers().isEmpty());
    }

    /** Writes the databases, unless they are the default. */
    private static void databases(List<DatabaseSettings> own, StringBuilder text) {
        if (own.isEmpty()) {
            text.append("    checksum-databases: []\n");
            return;
        }
        if (own.stream().allMatch(database -> database.written().equals("sum.golang.org"))) {
            return;
        }
        text.append("    checksum-databases:\n");
        for (DatabaseSettings database : own) {
            List<String> sources = new ArrayList<>();
            database.sources()
                    .forEach(source -> sources.add(
                            switch (source) {
                                case DatabaseSettings.Source.Upstreams u -> "upstreams";
                                case DatabaseSettings.Source.At at -> "\"" + at.url() + "\"";
                            }));
            text.append("      - key: \"").append(database.written()).append("\"\n");
            text.append("        sources: [").append(String.join(", ", sources)).append("]\n");
        }
    }
}
