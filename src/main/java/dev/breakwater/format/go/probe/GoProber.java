package dev.breakwater.format.go.probe;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.probe.Candidate;
import dev.breakwater.probe.MirrorReport;
import dev.breakwater.probe.ProbeColumn;
import dev.breakwater.probe.ProbeDisplay;
import dev.breakwater.probe.ProbeQuestion;
import dev.breakwater.probe.ProbedNames;
import dev.breakwater.probe.Prober;
import dev.breakwater.probe.QuestionSet;
import dev.breakwater.probe.Sample;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Traffic;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The questions to module mirrors. */
public final class GoProber implements Prober {
    private static final GoTerms TERMS = new GoTerms();

    private static final Sample USUAL = Sample.builtIn("""
            golang.org/x/mod@v0.17.0
            github.com/BurntSushi/toml@v1.4.0
            github.com/google/uuid@v1.6.0
            github.com/gorilla/mux@v1.8.1
            github.com/pkg/errors@v0.9.1
            github.com/spf13/cobra@v1.8.1
            go.uber.org/zap@v1.27.0
            gopkg.in/yaml.v3@v3.0.1
            hot  k8s.io/kubernetes@v1.28.0
            cold github.com/aws/aws-sdk-go@v1.30.*
            """, TERMS);

    private static final ProbeDisplay DISPLAY = display(List.of(
            ProbeColumn.latency("info"),
            ProbeColumn.latency("list"),
            ProbeColumn.hot(),
            ProbeColumn.cold(),
            ProbeColumn.lists(),
            ProbeColumn.content(),
            ProbeColumn.absence(),
            new ProbeColumn("checksums", mirror -> database(mirror).state())));

    private static ProbeDisplay display(List<ProbeColumn> columns) {
        SequencedMap<String, ProbeQuestion> latencies = new LinkedHashMap<>();
        latencies.put("info", GoQuestion.INFO);
        latencies.put("list", GoQuestion.LIST);
        SequencedMap<Traffic, String> classes = new LinkedHashMap<>();
        classes.put(Traffic.METADATA, "metadata");
        classes.put(Traffic.ARCHIVE, "archive");
        classes.put(Traffic.CHECKSUM, "checksum database");
        return new ProbeDisplay(
                columns,
                latencies,
                classes,
                Map.of(Traffic.METADATA, "a list or info", Traffic.ARCHIVE, "an archive of average size"),
                "latest version",
                "modules",
                GoProber::particulars);
    }

    private static DatabaseReport database(MirrorReport mirror) {
        return mirror.details().get("database") instanceof DatabaseReport report
                ? report
                : new DatabaseReport("unknown", 0, null);
    }

    private static List<String> particulars(MirrorReport mirror) {
        DatabaseReport database = database(mirror);
        return database.size() == null
                ? List.of()
                : List.of("checksum database: " + database.size() + " records, " + database.records()
                        + " looked up and verified");
    }

    @Override
    public ProbedNames names() {
        return TERMS;
    }

    @Override
    public Sample usual() {
        return USUAL;
    }

    @Override
    public QuestionSet questions(List<RepositorySettings> repositories, @Nullable URI index, Predicate<String> secret) {
        return new GoQuestions(
                repositories.stream()
                        .flatMap(repository -> DatabaseSettings.of(repository).stream())
                        .findFirst()
                        .map(database -> new PlannedDatabase(database.key(), hosts(database)))
                        .orElse(null),
                index,
                secret);
    }

    private static List<Candidate> hosts(DatabaseSettings database) {
        List<Candidate> hosts = new ArrayList<>();
        database.addresses()
                .forEach(url -> hosts.add(
                        new Candidate(url.getHost(), url, url.getHost(), Map.of(), null, Mirror.MirrorLimits.USUAL)));
        return hosts;
    }

    @Override
    public ProbeDisplay display() {
        return DISPLAY;
    }

    @Override
    public ClientSetting client(List<String> mirrors, List<RepositorySettings> repositories) {
        boolean direct = repositories.stream()
                .anyMatch(repository -> ChainSettings.of(repository).direct());
        // a bar: the go command asks the next one after any failure
        return new ClientSetting(
                "For the go command only:", "GOPROXY='" + String.join("|", mirrors) + (direct ? ",direct" : "") + "'");
    }

    @Override
    public String furtherKeys(RepositorySettings own) {
        StringBuilder text = new StringBuilder();
        if (ChainSettings.of(own).direct()) {
            text.append("      - name: origin\n        url: direct\n        tier: backup\n");
        }
        databases(DatabaseSettings.of(own), text);
        return text.toString();
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
