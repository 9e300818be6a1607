package dev.breakwater.cli;

import dev.breakwater.config.Amounts;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.probe.Bounds;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.probe.Prober;
import dev.breakwater.probe.Rounds;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.repository.PublicMirrors;
import dev.breakwater.upstream.ChainSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The probe command: evaluates mirrors and recommends which to use. */
@Command(
        name = "probe",
        description = {
            "Compare mirrors, recommend which to use in which order, and print the configuration for it.",
            "Exits with 1 if a named mirror fails a required check; without names, if no"
                    + " mirror can be recommended."
        },
        footer = {
            "",
            "Example:",
            "  breakwater probe https://goproxy.cn https://goproxy.io --html mirrors.html",
            "  breakwater probe --watch 10m"
        })
final class ProbeCommand implements Callable<Integer> {
    private static final int MOST_IN_FILE = 1 << 20;

    /** The parts of a mirror's report whose members stand in the report itself: which there are depends on the format. */
    private static final Set<String> FLAT = Set.of("latencies", "details");

    private final CliContext surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "URL",
            description = "The mirrors. Default: those of the configuration and well-known public ones.")
    private List<String> urls = new ArrayList<>();

    @Option(names = "--all", description = "Also compare the mirrors of the configuration and well-known ones.")
    private boolean all;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "The format of the mirrors. Default: that of the repository which has the first of them as an"
                    + " upstream, else go.")
    private @Nullable String format;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
    private @Nullable Path config;

    @Option(
            names = "--module",
            paramLabel = "[hot|cold ]MODULE[@VERSION]",
            description = "Probe with this module or package instead of the default well-known ones; may be repeated.")
    private List<String> modules = new ArrayList<>();

    @Option(
            names = "--modules",
            paramLabel = "FILE",
            description = "Probe with the modules or packages in this file, one per line.")
    private @Nullable Path moduleFile;

    @Option(
            names = "--index",
            paramLabel = "URL",
            description = "Measure how far the mirrors lag behind this feed, in the format of index.golang.org/index.")
    private @Nullable String index;

    @Option(names = "--time", paramLabel = "TIME", description = "Time limit of one evaluation. Default: 30s")
    private String time = "30s";

    @Option(names = "--traffic", paramLabel = "SIZE", description = "Maximum bytes from each mirror. Default: 60MB")
    private String traffic = "60MB";

    @Option(
            names = "--at-once",
            paramLabel = "N",
            description = "Maximum concurrent requests to one mirror. Default: 64")
    private int atOnce = Bounds.USUAL.atOnce();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write an HTML page with plots.")
    private @Nullable Path html;

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "5m",
            paramLabel = "TIME",
            description = "Repeat at this interval (default: 5m), add up the results, and report changes.")
    private @Nullable String watch;

    @Option(names = "--rounds", paramLabel = "N", description = "With --watch: stop after this many rounds.")
    private int rounds = Integer.MAX_VALUE;

    ProbeCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, ProbeException, IOException, InterruptedException {
        if (watch != null && watch.indexOf('/') >= 0) {
            // `--watch URL`: the time was left out
            urls.add(watch);
            watch = "5m";
        }
        Duration every = watch == null ? null : checked(() -> Amounts.duration("--watch", String.valueOf(watch)));
        Settings settings = surroundings.load(Flags.file(config)).settings();
        List<URI> given = given();
        Format probed = format(settings, given);
        given.replaceAll(url -> address(probed, url));
        Prober prober = probed.as(Prober.class)
                .orElseThrow(
                        () -> wrong("mirrors of the format " + probed.settings().name() + " can't be evaluated"));
        List<RepositorySettings> repositories = surroundings.formats().repositories(settings, probed);
        Random chance = new Random();
        Rounds sum = new Rounds();
        ProbeReport before = null;
        for (int round = 1; ; round++) {
            ProbeRequest request = request(probed, given, chance.nextLong());
            ProbeProgress progress = new ProbeProgress(surroundings, request.bounds());
            ProbeReport report = sum.add(surroundings.evaluator().evaluate(settings, request, progress));
            progress.over();
            show(new ProbeLines(report, settings, probed.settings().name(), prober, repositories), before);
            before = report;
            if (every == null || round >= rounds) {
                return code(report, request);
            }
            Thread.sleep(every);
        }
    }

    private List<URI> given() {
        List<URI> given = new ArrayList<>();
        for (String url : urls) {
            given.add(checked(() -> Amounts.address("URL", url)));
        }
        return given;
    }

    private Format format(Settings settings, List<URI> given) {
        KnownFormats formats = surroundings.formats();
        String wanted = format;
        if (wanted != null) {
            return formats.named(wanted)
                    .orElseThrow(() -> wrong("--format \"" + wanted + "\" is not a known format; expected one of: "
                            + String.join(", ", formats.names())));
        }
        return settings.repositories().values().stream()
                .filter(repository -> ChainSettings.of(repository).upstreams().stream()
                        .anyMatch(upstream -> !given.isEmpty()
                                && upstream.url().equals(address(formats.of(repository), given.getFirst()))))
                .map(formats::of)
                .findFirst()
                .orElseGet(formats::usual);
    }

    private static URI address(Format format, URI named) {
        return format.as(Prober.class).map(prober -> prober.address(named)).orElse(named);
    }

    private static List<URI> publicMirrors(Format format) throws InterruptedException {
        Optional<PublicMirrors> known = format.as(PublicMirrors.class);
        return known.isPresent() ? known.get().all() : List.of();
    }

    private ProbeRequest request(Format probed, List<URI> given, long seed) throws IOException, InterruptedException {
        boolean more = all || given.isEmpty();
        String feed = index;
        return new ProbeRequest(
                probed,
                given,
                more,
                more ? publicMirrors(probed) : List.of(),
                lines(),
                moduleFile == null ? "--module" : moduleFile.toString(),
                new Bounds(
                        checked(() -> Amounts.duration("--time", time)),
                        checked(() -> Amounts.size("--traffic", traffic, 1_000_000)),
                        Math.clamp(atOnce, 1, Bounds.USUAL.atOnce())),
                feed == null ? null : checked(() -> Amounts.address("--index", feed)),
                seed);
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>(modules);
        if (moduleFile != null && !modules.isEmpty()) {
            throw wrong("--module and --modules exclude each other: write all modules into the file");
        }
        if (moduleFile != null) {
            if (Files.size(moduleFile) > MOST_IN_FILE) {
                throw new IOException(
                        moduleFile + " has more than " + MOST_IN_FILE + " bytes: name some modules, not all");
            }
            lines.addAll(Files.readAllLines(moduleFile));
        }
        return lines;
    }

    private <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private void show(ProbeLines lines, @Nullable ProbeReport before) throws IOException {
        ProbeReport report = lines.report();
        if (json) {
            Json.print(surroundings.out(), report, FLAT);
        } else if (before == null) {
            surroundings.out().print(new ProbeTable(report, lines).text());
        } else {
            surroundings.out().print(ProbeTable.changed(report, Rounds.changes(before, report)));
        }
        surroundings.out().flush();
        if (html != null) {
            ProbePage page = new ProbePage(
                    report, lines.prober().display(), lines.client().orElse(null), lines.configuration());
            Files.writeString(html, page.html());
        }
    }

    private static int code(ProbeReport report, ProbeRequest request) {
        if (request.given().isEmpty()) {
            return report.recommendation().order().isEmpty() ? Exit.NO : Exit.DONE;
        }
        boolean bad = report.mirrors().stream()
                .anyMatch(mirror -> request.given().contains(URI.create(mirror.url())) && !mirror.passed());
        return bad ? Exit.NO : Exit.DONE;
    }
}
