package dev.breakwater.bench;

import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The npm format: CPU time a hit against nginx that serves the same bytes, crowds on one cold document and on one cold tarball,
 * memory with a document of 20 MB, and a cold locked install against the registry directly.
 */
public final class Npm {
    private static final String FULL = "Accept: application/json";
    private static final String INSTALL = "Accept: application/vnd.npm.install-v1+json";
    private static final String GZIP = "Accept-Encoding: gzip";

    private final Options options;
    private final NpmSigner signer = new NpmSigner();

    private Npm(Options options) {
        this.options = options;
    }

    /** Runs it: {@code --rounds 3 --seconds 3 --packages 300 --only hits,crowds,memory,ci}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Npm npm = new Npm(Options.of(args));
        List<String> only =
                List.of(npm.options.text("--only", "hits,crowds,memory,ci").split(",", -1));
        if (only.contains("hits")) {
            npm.hits();
        }
        if (only.contains("crowds") || only.contains("memory")) {
            Table table = new Table("npm", "measured", "failed", "goal", "floor");
            if (only.contains("crowds")) {
                npm.crowdOnDocument(table);
                npm.crowdOnTarball(table);
            }
            if (only.contains("memory")) {
                npm.memory(table);
            }
            table.print();
        }
        if (only.contains("ci")) {
            new NpmInstalls(npm.options, npm.signer).run();
        }
    }

    /** A server over these registries, each a failure domain of its own; versions are signed by {@code signer}. */
    static ServerProcess server(Options options, NpmSigner signer, List<NpmRegistry> registries) throws IOException {
        StringBuilder text =
                new StringBuilder("log: {access: false}\nrepositories:\n  npm:\n    format: npm\n    fresh: 6h\n");
        text.append("    signing-keys: ./keys.json\n    upstreams:\n");
        for (int i = 0; i < registries.size(); i++) {
            text.append("      - {name: m%d, domain: d%d, url: '%s'}\n"
                    .formatted(i, i, registries.get(i).url()));
        }
        List<String> urls = registries.stream().map(NpmRegistry::url).toList();
        Setup setup = Setup.over(urls, Certificates.shared().pem(), null);
        return ServerProcess.start(options, setup, data -> {
            Path keys = Files.writeString(data.resolveSibling("keys.json"), signer.keys());
            Files.writeString(
                    data.resolveSibling("breakwater.yaml"), text.toString().replace("./keys.json", keys.toString()));
        });
    }

    /** Registries that serve {@code corpus} after {@code latency}. */
    static List<NpmRegistry> registries(int count, NpmCorpus corpus, Duration latency) {
        List<NpmRegistry> registries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            registries.add(NpmRegistry.start(
                    corpus, MirrorSettings.of(new Corpus()).etags().latency(latency)));
        }
        return registries;
    }

    /** Lets each registry make the document, which is not what is measured. */
    private static void prepare(List<NpmRegistry> registries, String path) throws IOException {
        for (NpmRegistry registry : registries) {
            RawHttp.get(registry.url() + path, Duration.ofMinutes(1), GZIP);
            registry.log().clear();
        }
    }

    private void hits() throws IOException, InterruptedException {
        NpmCorpus corpus = new NpmCorpus(null)
                .publishLong("small", 15_000)
                .publishLong("long", 2_100_000)
                .publish("tar", "1.0.0", Map.of(), 200_000);
        Table table = new Table("npm, CPU µs a hit", "bytes", "nginx", "Breakwater", "ratio", "goal", "floor");
        List<NpmRegistry> registries = registries(1, corpus, Duration.ZERO);
        Path files = Files.createTempDirectory("breakwater-npm");
        try (ServerProcess server = server(options, signer, registries);
                RawHttp http = server.connect()) {
            record Page(String what, String path, String file) {}
            List<Page> pages = List.of(
                    new Page("document, 7 kB in gzip", "/npm/small", "small.gz"),
                    new Page("document, 1 MB in gzip", "/npm/long", "long.gz"),
                    new Page("tarball, 200 kB", "/npm/tar/-/tar-1.0.0.tgz", "tar.tgz"));
            for (Page page : pages) {
                RawHttp.Got got = http.ask("GET", page.path(), FULL, GZIP);
                if (got.status() != 200) {
                    throw new IOException(page.path() + ": " + got.status() + " " + got.text());
                }
                Files.write(files.resolve(page.file()), got.body());
            }
            files.toFile().setExecutable(true, false);
            files.toFile().setReadable(true, false);
            try (NginxProcess nginx = NginxProcess.start(files)) {
                for (Page page : pages) {
                    HitRatio ratio =
                            HitRatio.measure(options, server, page.path(), nginx, "/" + page.file(), FULL, GZIP);
                    table.row(
                            page.what(),
                            Long.toString(Files.size(files.resolve(page.file()))),
                            ratio.other(),
                            ratio.ours(),
                            ratio.ratio(),
                            "≤ 1.00 ×",
                            "1.20 ×");
                }
            }
        } finally {
            registries.forEach(NpmRegistry::close);
        }
        table.print();
    }

    private void crowdOnDocument(Table table) throws IOException, InterruptedException {
        NpmCorpus corpus = new NpmCorpus(null).publishLong("long", 2_100_000);
        List<NpmRegistry> registries = registries(2, corpus, Duration.ofMillis(50));
        prepare(registries, "/long");
        try (ServerProcess server = server(options, signer, registries)) {
            long start = System.nanoTime();
            int failures = Crowd.failures(200, number -> get(server, "/npm/long", FULL, GZIP));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            String asked = registries.stream()
                    .map(it -> Long.toString(it.log().count("/long")))
                    .reduce((a, b) -> a + " + " + b)
                    .orElse("");
            String what = "200 clients, a cold document of 1 MB in gzip: ";
            table.row(what + "requests to each of two registries", asked, Integer.toString(failures), "1 + 1", "1 + 1");
            table.row(what + "all served after", Table.ms(took), "", "", "");
        } finally {
            registries.forEach(NpmRegistry::close);
        }
    }

    private void crowdOnTarball(Table table) throws IOException, InterruptedException {
        NpmCorpus corpus = new NpmCorpus(signer).publish("tar", "1.0.0", Map.of(), 30_000_000);
        List<NpmRegistry> registries = registries(2, corpus, Duration.ofMillis(50));
        String path = "/tar/-/tar-1.0.0.tgz";
        try (ServerProcess server = server(options, signer, registries)) {
            long start = System.nanoTime();
            int failures = Crowd.failures(50, number -> get(server, "/npm" + path));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            long asked =
                    registries.stream().mapToLong(it -> it.log().count(path)).sum();
            String what = "50 clients, a cold tarball of 30 MB: ";
            table.row(what + "upstream requests", Long.toString(asked), Integer.toString(failures), "1", "1");
            table.row(what + "all served after", Table.ms(took), "", "", "");
        } finally {
            registries.forEach(NpmRegistry::close);
        }
    }

    private void memory(Table table) throws IOException, InterruptedException {
        NpmCorpus corpus = new NpmCorpus(null).publishLong("huge", 20_000_000);
        List<NpmRegistry> registries = registries(2, corpus, Duration.ZERO);
        prepare(registries, "/huge");
        try (ServerProcess server = server(options, signer, registries)) {
            long start = System.nanoTime();
            int failures =
                    Crowd.failures(16, number -> get(server, "/npm/huge", number % 2 == 0 ? FULL : INSTALL, GZIP));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            String what = "16 clients, a cold document of 20 MB in both forms: ";
            String peak = Table.mb(server.kilobytes("VmHWM"));
            table.row(what + "peak memory", peak, Integer.toString(failures), "≤ 250 MB", "300 MB");
            table.row(what + "all served after", Table.ms(took), "", "", "");
        } finally {
            registries.forEach(NpmRegistry::close);
        }
    }

    private static void get(ServerProcess server, String path, String... headers) throws IOException {
        try (RawHttp http = server.connect()) {
            RawHttp.Got got = http.ask("GET", path, java.io.OutputStream.nullOutputStream(), headers);
            if (got.status() != 200 || got.end() != RawHttp.End.COMPLETE) {
                throw new IOException(path + ": " + got.status() + ", " + got.end());
            }
        }
    }
}
