package dev.breakwater.bench;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Scope;
import dev.breakwater.auth.Token;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.bench.conformance.CheckedRegistry;
import dev.breakwater.bench.conformance.CheckedRegistry.RegistryAccess;
import dev.breakwater.bench.conformance.ConformanceSuite;
import dev.breakwater.bench.conformance.RegistryCheck;
import dev.breakwater.bench.conformance.UnmetCheck;
import dev.breakwater.bench.conformance.UpstreamChecks;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import dev.breakwater.testing.Verdaccio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts npm registries to the same checks: ours, Verdaccio, and any other that the command line names. */
public final class Conformance {
    private final Options options;
    private final String only;

    /** What each check came to, by registry: why it failed, or nothing. */
    private final Map<String, Map<RegistryCheck, String>> results = new LinkedHashMap<>();

    private Conformance(Options options) {
        this.options = options;
        this.only = options.text("--only", "");
    }

    /**
     * Runs it: {@code --only ours|verdaccio|other --verdaccio 6.8.0 --registry URL --token T --reader T --user NAME --password P
     * --scope @conf --prefix conf-}; {@code --list} prints the checks and their sources instead.
     */
    public static void main(String[] args) throws Exception {
        Conformance conformance = new Conformance(Options.of(args));
        if (conformance.options.has("--list")) {
            ConformanceSuite.with(new UpstreamChecks(new NpmCorpus(null), NpmRegistry.serving(new NpmCorpus(null))))
                    .forEach(it -> System.out.println(it + " — " + it.source()));
            System.exit(0);
        }
        if (conformance.wants("ours")) {
            conformance.ours();
        }
        if (conformance.wants("verdaccio")) {
            conformance.verdaccio();
        }
        if (conformance.options.has("--registry")) {
            conformance.other();
        }
        conformance.print();
        System.exit(conformance.passed() ? 0 : 1);
    }

    private boolean wants(String registry) {
        return only.isEmpty() || only.equals(registry);
    }

    private boolean passed() {
        return results.getOrDefault("Breakwater", Map.of()).values().stream().allMatch(String::isEmpty);
    }

    private void ours() throws IOException, InterruptedException, UnmetCheck {
        NpmSigner signer = new NpmSigner();
        NpmCorpus corpus = UpstreamChecks.corpus(signer);
        Map<String, String> tokens = new TreeMap<>();
        try (NpmRegistry behind = NpmRegistry.serving(corpus);
                ServerProcess server = ServerProcess.start(
                        options,
                        Setup.over(List.of(behind.url()), Certificates.shared().pem(), null),
                        data -> {
                            Path keys = Files.writeString(data.resolveSibling("keys.json"), signer.keys());
                            Files.writeString(
                                    data.resolveSibling("breakwater.yaml"), """
                                    access: {anonymous: public}
                                    log: {access: false}
                                    repositories:
                                      npm:
                                        format: npm
                                        signing-keys: %s
                                        private: [{pattern: '@conf/*', from: hosted}, {pattern: 'conf-*', from: hosted}]
                                        upstreams: [{name: behind, url: '%s'}]
                                    """.formatted(keys, behind.url()));
                            tokens.put("ci", token(data, "ci", Permission.READ, Permission.PUBLISH, Permission.DELETE));
                            tokens.put("reader", token(data, "reader", Permission.READ));
                        })) {
            String ci = tokens.getOrDefault("ci", "");
            String reader = tokens.getOrDefault("reader", "");
            RegistryAccess access =
                    new RegistryAccess(server.url() + "/npm/", ci, reader, "reader", reader, "@conf", "conf-");
            run("Breakwater", access, ConformanceSuite.with(new UpstreamChecks(corpus, behind)));
        }
    }

    private static String token(Path data, String name, Permission... may) throws IOException {
        Token.Issued issued = Token.issue(
                name, Instant.now(), Instant.now().plusSeconds(3600), new Scope(Set.of(may), List.of(), List.of()));
        new TokenFile(data).change(before -> {
            List<Token> all = new ArrayList<>(before);
            all.add(issued.token());
            return all;
        });
        return issued.text();
    }

    private void verdaccio() throws IOException, InterruptedException, UnmetCheck {
        String version = options.text("--verdaccio", Verdaccio.VERSION);
        Path folder = Files.createTempDirectory("breakwater-verdaccio");
        NpmCorpus corpus = UpstreamChecks.corpus(new NpmSigner());
        try (NpmRegistry behind = NpmRegistry.serving(corpus)) {
            Optional<Path> script = Verdaccio.install(folder.resolve("program"), version);
            if (script.isEmpty()) {
                System.err.println("SKIPPED: Verdaccio " + version + " could not be installed");
                return;
            }
            try (Verdaccio verdaccio = Verdaccio.start(script.get(), folder.resolve("home"), behind.url(), """
                    '@conf/*': {access: $all, publish: ci, unpublish: ci}
                    'conf-*': {access: $all, publish: ci, unpublish: ci}
                    '**': {access: $all, publish: ci, unpublish: ci, proxy: behind}
                    """)) {
                String ci = verdaccio.user("ci", "a-password-1");
                String reader = verdaccio.user("reader", "a-password-2");
                RegistryAccess access = new RegistryAccess(
                        verdaccio.url() + "/", ci, reader, "reader", "a-password-2", "@conf", "conf-");
                // its audits ask the public registry, which is not on this machine
                List<RegistryCheck> checks = ConformanceSuite.with(new UpstreamChecks(corpus, behind)).stream()
                        .filter(check -> !check.group().equals(ConformanceSuite.AUDITS))
                        .toList();
                run("Verdaccio " + version, access, checks);
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private void other() throws IOException, InterruptedException, UnmetCheck {
        String url = options.text("--registry", "");
        RegistryAccess access = new RegistryAccess(
                url.endsWith("/") ? url : url + "/",
                options.text("--token", ""),
                options.text("--reader", ""),
                options.text("--user", ""),
                options.text("--password", ""),
                options.text("--scope", "@conf"),
                options.text("--prefix", "conf-"));
        run("the other", access, ConformanceSuite.all());
    }

    private void run(String registry, RegistryAccess access, List<RegistryCheck> checks)
            throws IOException, InterruptedException, UnmetCheck {
        Map<RegistryCheck, String> told = new LinkedHashMap<>();
        try (CheckedRegistry checked = CheckedRegistry.of(access)) {
            for (RegistryCheck check : checks) {
                told.put(check, check.failure(checked));
            }
        }
        results.put(registry, told);
    }

    private void print() {
        List<String> head = new ArrayList<>(List.of("group", "checks"));
        results.keySet().forEach(registry -> head.add(registry + " passed"));
        Table table = new Table(head.toArray(String[]::new));
        List<String> groups = results.values().stream()
                .flatMap(told -> told.keySet().stream())
                .map(RegistryCheck::group)
                .distinct()
                .toList();
        groups.forEach(group -> row(table, group, group));
        row(table, "all", "");
        table.print();
        results.forEach((registry, told) -> told.forEach((check, why) -> {
            if (!why.isEmpty()) {
                System.out.println(
                        registry + " failed: " + check + " (" + check.source() + "): " + why.replaceAll("\\s+", " "));
            }
        }));
    }

    /** The checks of {@code group}, or all of them if it is empty. */
    private void row(Table table, String name, String group) {
        List<String> cells = new ArrayList<>(List.of(name));
        long most = 0;
        for (Map<RegistryCheck, String> told : results.values()) {
            List<String> found = told.entrySet().stream()
                    .filter(each -> group.isEmpty() || each.getKey().group().equals(group))
                    .map(Map.Entry::getValue)
                    .toList();
            most = Math.max(most, found.size());
            cells.add(
                    found.isEmpty()
                            ? "not run"
                            : found.stream().filter(String::isEmpty).count() + " of " + found.size());
        }
        cells.add(1, Long.toString(most));
        table.quiet(cells.toArray(String[]::new));
    }
}
