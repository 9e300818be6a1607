package dev.breakwater.bench;

import dev.breakwater.bench.RegistryProcess.Kind;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciRegistry;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Container images: CPU time a hit against nginx that serves the same bytes, a crowd on one cold blob, what registries are asked for
 * one tag that is pulled again and again; and {@link OciPulls} and {@link OciPushes}. Other registries are measured beside it.
 */
public final class Oci {
    private static final String IMAGE = "library/tea";
    private static final String MANIFESTS = "/v2/" + IMAGE + "/manifests/";

    private final Options options;

    private Oci(Options options) {
        this.options = options;
    }

    /** Runs it: {@code --rounds 3 --seconds 3 --only hits,crowd,tag,pull,faults,push --megabytes 1000}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Oci oci = new Oci(Options.of(List.of(args), Duration.ofMinutes(40)));
        for (String each :
                oci.options.text("--only", "hits,crowd,tag,pull,faults,push").split(",", -1)) {
            switch (each) {
                case "hits" -> oci.hits();
                case "crowd" -> oci.crowd();
                case "tag" -> oci.tag();
                case "pull" -> new OciPulls(oci.options).lines();
                case "faults" -> new OciPulls(oci.options).faults();
                case "push" -> new OciPushes(oci.options).run();
                default -> throw new IllegalArgumentException("--only has no part " + each);
            }
        }
    }

    /** A server over these registries, each a failure domain of its own, as docker.io. */
    static ServerProcess server(Options options, List<OciRegistry> registries, String more) throws IOException {
        StringBuilder text = new StringBuilder("log: {access: false}\nrepositories:\n  hub:\n    format: oci\n");
        text.append("    registry: docker.io\n    default: true\n").append(more).append("    upstreams:\n");
        for (int i = 0; i < registries.size(); i++) {
            text.append("      - {name: m%1$d, domain: d%1$d, url: '%2$s'}\n"
                    .formatted(i, registries.get(i).url()));
        }
        List<String> urls = registries.stream().map(OciRegistry::url).toList();
        return configured(options, urls, text.toString());
    }

    /** A server with that configuration; {@code urls} are at least one address, which is not asked. */
    static ServerProcess configured(Options options, List<String> urls, String configuration) throws IOException {
        Setup setup = Setup.over(urls, Certificates.shared().pem(), null);
        return ServerProcess.start(
                options, setup, data -> Files.writeString(data.resolveSibling("breakwater.yaml"), configuration));
    }

    /** Registries that serve {@code corpus} after {@code latency}. */
    static List<OciRegistry> registries(int count, OciCorpus corpus, Duration latency) {
        List<OciRegistry> registries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            registries.add(
                    OciRegistry.start(corpus, MirrorSettings.of(new Corpus()).latency(latency)));
        }
        return registries;
    }

    private void hits() throws IOException, InterruptedException {
        OciCorpus corpus = new OciCorpus();
        corpus.push(IMAGE, "v1", 1_000);
        String blob = corpus.pushLarge(IMAGE, "v2", 1, 10_000_000).getFirst();
        Table table = new Table("images, CPU µs a hit", "bytes", "nginx", "Breakwater", "ratio", "goal", "floor");
        List<OciRegistry> registries = registries(1, corpus, Duration.ZERO);
        Path files = Files.createTempDirectory("breakwater-oci");
        files.toFile().setExecutable(true, false);
        files.toFile().setReadable(true, false);
        String config = "    fresh: 6h\n";
        try (ServerProcess server = server(options, registries, config);
                RawHttp http = server.connect()) {
            record Page(String what, String path, String goal, String floor) {}
            String digest = corpus.digest(IMAGE, "v1");
            List<Page> pages = List.of(
                    new Page("GET of a manifest by tag", MANIFESTS + "v1", "≤ 1.00 ×", "1.20 ×"),
                    new Page("GET of a manifest by digest", MANIFESTS + digest, "≤ 1.00 ×", "1.20 ×"),
                    new Page("GET of a blob", "/v2/" + IMAGE + "/blobs/" + blob, "≤ 1.10 ×", "1.25 ×"));
            for (Page page : pages) {
                RawHttp.Got got = http.ask("GET", page.path());
                if (got.status() != 200) {
                    throw new IOException(page.path() + ": " + got.status() + " " + got.text());
                }
                Files.write(files.resolve(page.path().replaceAll("[/:]", "_")), got.body());
            }
            try (NginxProcess nginx = NginxProcess.start(files)) {
                for (Page page : pages) {
                    String file = "/" + page.path().replaceAll("[/:]", "_");
                    HitRatio ratio = HitRatio.measure(options, server, page.path(), nginx, file);
                    table.row(
                            page.what(),
                            Long.toString(Files.size(files.resolve(file.substring(1)))),
                            ratio.other(),
                            ratio.ours(),
                            ratio.ratio(),
                            page.goal(),
                            page.floor());
                }
            }
        } finally {
            registries.forEach(OciRegistry::close);
        }
        table.print();
    }

    private void crowd() throws IOException, InterruptedException {
        int clients = options.number("--clients", 100);
        OciCorpus corpus = new OciCorpus();
        String blob = corpus.pushLarge(IMAGE, "v1", 1, 200_000_000).getFirst();
        String path = "/v2/" + IMAGE + "/blobs/" + blob;
        Table table = new Table(
                clients + " clients, one cold blob of 200 MB", "upstream GETs", "added memory", "time", "failed");
        List<OciRegistry> registries = registries(2, corpus, Duration.ofMillis(20));
        try (ServerProcess server = server(options, registries, "")) {
            long before = server.kilobytes("VmRSS");
            long start = System.nanoTime();
            int failures = Crowd.failures(clients, number -> blob(server.url(), path));
            row(table, "Breakwater", registries, path, server.kilobytes("VmHWM") - before, start, failures);
        } finally {
            registries.forEach(OciRegistry::close);
        }
        table.row("goal", "1", "≤ 100 MB", "", "0");
        List<OciRegistry> again = registries(1, corpus, Duration.ofMillis(20));
        Optional<RegistryProcess> other = RegistryProcess.start(
                options, Kind.DISTRIBUTION, again.getFirst().url());
        if (other.isPresent()) {
            try (RegistryProcess server = other.get()) {
                long before = server.kilobytes("VmRSS");
                long start = System.nanoTime();
                int failures = Crowd.failures(clients, number -> blob(server.url(), path));
                row(table, "distribution", again, path, server.kilobytes("VmHWM") - before, start, failures);
            }
        }
        again.forEach(OciRegistry::close);
        table.print();
    }

    private static void row(
            Table table,
            String who,
            List<OciRegistry> registries,
            String path,
            long kilobytes,
            long start,
            int failures) {
        int asked = registries.stream().mapToInt(it -> it.asked("GET", path)).sum();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        table.row(who, Integer.toString(asked), Table.mb(kilobytes), Table.ms(took), Integer.toString(failures));
    }

    private static void blob(String url, String path) throws IOException {
        try (RawHttp http = RawHttp.connect(java.net.URI.create(url), Duration.ofMinutes(2))) {
            Get.whole(http, path);
        }
    }

    /** Docker Hub counts a GET of a manifest as a pull, and not a HEAD. */
    private void tag() throws IOException {
        int pulls = options.number("--pulls", 1_000);
        OciCorpus corpus = new OciCorpus();
        String digest = corpus.push(IMAGE, "v1", 1_000);
        List<OciRegistry> registries = registries(2, corpus, Duration.ZERO);
        Table table = new Table(pulls + " pulls of a tag that does not move", "measured", "goal");
        int old = 0;
        try (ServerProcess server = server(options, registries, "    fresh: 20ms\n");
                RawHttp http = server.connect()) {
            for (int i = 0; i < pulls; i++) {
                http.ask("HEAD", MANIFESTS + "v1", OutputStream.nullOutputStream());
                RawHttp.Got got = Get.whole(http, MANIFESTS + digest);
                old += got.header("Docker-Content-Digest").equals(digest) ? 0 : 1;
            }
        } finally {
            registries.forEach(OciRegistry::close);
        }
        long gets = registries.stream()
                .flatMap(
                        it -> it
                                .log()
                                .last(asked -> asked.method().equals("GET")
                                        && asked.path().contains("/manifests/"))
                                .stream())
                .count();
        long heads = registries.stream()
                .flatMap(it -> it.log().last(asked -> asked.method().equals("HEAD")).stream())
                .count();
        table.row(
                "GETs of a manifest at both registries together: pulls that Docker Hub counts",
                Long.toString(gets),
                "1");
        table.row("HEADs at both registries together", Long.toString(heads), "");
        table.row("answers with a wrong digest", Integer.toString(old), "0");
        table.print();
    }
}
