package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.GitHost;
import dev.breakwater.testing.GitRepo;
import dev.breakwater.testing.GoCommand;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Rig;
import dev.breakwater.testing.SigningDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dependency confusion, tried every way: two public mirrors and their checksum database offer the very names that are
 * private, at higher versions. None of it is ever served, and none of the names ever arrives there.
 */
@Execution(ExecutionMode.CONCURRENT)
class ConfusionTest {
    private static final String SECRET = "git.acme.test/team/secret.git";
    private static final String PLACE = "git.acme.test/team/secret";
    private static final String PUBLIC = "public.test/lib";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private GitHost host;
    private SigningDatabase database;
    private final List<Mirror> mirrors = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        host = GitHost.start(folder.resolve("hosts"));
        host.repository(PLACE)
                .release(
                        "v1.0.0",
                        new GitRepo.Tree()
                                .file("go.mod", "module " + SECRET + "\n")
                                .file("s.go", "package secret\n\nconst Says = \"private\"\n"))
                .publish();
        Corpus corpus = new Corpus();
        for (String name : List.of(SECRET, "git.acme.test/Team/secret.git", "git.acme.test/team", "git.acme.test")) {
            corpus.publish(
                    name,
                    "v1.9.9",
                    Map.of("go.mod", "module " + name + "\n", "s.go", "package secret\n\nconst Says = \"public\"\n"));
        }
        corpus.publish(
                PUBLIC,
                "v1.0.0",
                Map.of("go.mod", "module " + PUBLIC + "\n", "l.go", "package lib\n\nconst Says = 1\n"));
        database = Rig.database(corpus);
        for (int i = 0; i < 2; i++) {
            mirrors.add(Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", database::get)));
        }
    }

    @AfterEach
    void stop() throws IOException {
        mirrors.forEach(Mirror::close);
        host.close();
    }

    private String configuration(String privates, String more) {
        return """
                proxy: {https: "%s", except: [127.0.0.1]}
                tls: {ca-file: "%s"}
                repositories:
                  go:
                    upstreams: [{url: "%s", name: one, domain: one}, {url: "%s", name: two, domain: two}, direct]
                    checksum-databases: [{key: "%s", sources: [upstreams]}]
                    private: %s
                    %s
                """.formatted(
                        host.proxy(),
                        Certificates.shared().pem(),
                        mirrors.get(0).url(),
                        mirrors.get(1).url(),
                        database.key(),
                        privates,
                        more);
    }

    private RunningServer serve(String privates, String more) throws Exception {
        return RunningServer.start(folder, configuration(privates, more));
    }

    private HttpResponse<String> get(RunningServer server, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/go/" + path)).build(), BodyHandlers.ofString());
    }

    private void assertNobodyWasTold() {
        for (Mirror mirror : mirrors) {
            assertThat(mirror.log().counts().keySet())
                    .noneMatch(path ->
                            path.toLowerCase(Locale.ROOT).replace("!", "").contains("acme"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unavailable", "fall-through"})
    void higher_version_on_a_public_mirror_is_no_version(String onTrouble) throws Exception {
        try (RunningServer server = serve("[\"git.acme.test/team/*\"]", "on-trouble: " + onTrouble)) {
            HttpResponse<String> list = get(server, SECRET + "/@v/list");
            assertThat(list.body()).isEqualTo("v1.0.0\n");
            assertThat(list.headers().firstValue("cache-control")).hasValue("private, max-age=60");
            assertThat(list.headers().firstValue("vary")).hasValue("authorization");
            assertThat(get(server, SECRET + "/@latest").body()).contains("\"v1.0.0\"");
            HttpResponse<String> none = get(server, SECRET + "/@v/v1.9.9.zip");
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(none.headers().firstValue("cache-control").orElseThrow()).doesNotContain("public");
            assertThat(none.headers().firstValue("vary")).hasValue("authorization");
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> mod = get(server, SECRET + "/@v/v1.0.0.mod");
                assertThat(mod.body()).isEqualTo("module " + SECRET + "\n");
                assertThat(mod.headers().firstValue("cache-control")).hasValue("private, max-age=31536000, immutable");
                assertThat(mod.headers().firstValue("vary")).hasValue("authorization");
            }
            HttpResponse<String> open = get(server, PUBLIC + "/@v/v1.0.0.mod");
            assertThat(open.headers().firstValue("cache-control")).hasValue("public, max-age=31536000, immutable");
            assertThat(open.headers().firstValue("vary")).isEmpty();
            assertNobodyWasTold();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unavailable", "fall-through"})
    void trouble_of_the_private_origin_lets_nobody_else_in(String onTrouble) throws Exception {
        try (RunningServer server = serve("[\"git.acme.test/team/*\"]", "on-trouble: " + onTrouble)) {
            host.close();
            for (String path : List.of("/@v/list", "/@latest", "/@v/v1.9.9.info", "/@v/v1.9.9.mod", "/@v/v1.9.9.zip")) {
                HttpResponse<String> answer = get(server, SECRET + path);
                // a 404 would send a client with a second GOPROXY on to it, and the name with it
                assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(503);
            }
            assertNobodyWasTold();
        }
    }

    @Test
    void name_in_another_case_is_private_and_so_is_what_is_above_a_pattern() throws Exception {
        try (RunningServer server = serve("[\"git.acme.test/team/*\"]", "")) {
            assertThat(get(server, "git.acme.test/!team/secret.git/@v/list").body())
                    .doesNotContain("v1.9.9");
            assertThat(get(server, "git.acme.test/!t!e!a!m/secret.git/@v/v1.9.9.zip")
                            .statusCode())
                    .isNotEqualTo(200);
            long before = host.log().size();
            for (String above : List.of("git.acme.test", "git.acme.test/team", "git.acme.test/!team")) {
                assertThat(get(server, above + "/@v/list").statusCode()).isEqualTo(404);
                assertThat(get(server, above + "/@v/v1.9.9.info").statusCode()).isEqualTo(404);
            }
            assertThat(host.log()).hasSize((int) before);
            assertNobodyWasTold();
        }
    }

    @Test
    void checksum_database_is_not_told_either() throws Exception {
        try (RunningServer server = serve("[\"git.acme.test/team/*\"]", "")) {
            assertThat(get(server, SECRET + "/@v/v1.0.0.zip").statusCode()).isEqualTo(200);
            for (String name : List.of(SECRET + "@v1.0.0", SECRET + "@v1.9.9", "git.acme.test/!team/x@v1.0.0")) {
                HttpResponse<String> answer = get(server, "sumdb/sum.test/lookup/" + name);
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(answer.body()).contains("GONOSUMDB=git.acme.test/team/*");
            }
            assertNobodyWasTold();
        }
    }

    @Test
    void what_was_fetched_as_public_is_not_served_once_its_name_is_private() throws Exception {
        try (RunningServer server = serve("[]", "")) {
            assertThat(get(server, SECRET + "/@v/v1.9.9.zip").statusCode()).isEqualTo(200);
            assertThat(get(server, SECRET + "/@v/v1.9.9.mod").statusCode()).isEqualTo(200);
            server.configure(configuration("[\"git.acme.test/team/*\"]", ""));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> get(server, SECRET + "/@v/v1.9.9.zip").statusCode() == 404);
            mirrors.forEach(mirror -> mirror.log().clear());
            assertThat(get(server, SECRET + "/@v/v1.9.9.mod").statusCode()).isEqualTo(404);
            assertThat(get(server, SECRET + "/@v/list").body()).isEqualTo("v1.0.0\n");
            assertNobodyWasTold();
        }
    }

    @Test
    void public_page_that_points_at_a_private_repository_gets_nothing_of_it() throws Exception {
        String authorization = "Basic eC1hY2Nlc3MtdG9rZW46dDBrM24=";
        host.lock(PLACE, authorization);
        host.goImport("evil.test/thief", "evil.test/thief git https://" + PLACE);
        host.goImport("evil.test/team/secret", "evil.test/team/secret mod https://" + PLACE);
        String privates = "[{pattern: \"git.acme.test/team/*\", credentials: [{host: git.acme.test, token: t0k3n}]}]";
        try (RunningServer server = serve(privates, "")) {
            assertThat(get(server, SECRET + "/@v/v1.0.0.zip").statusCode()).isEqualTo(200);
            int shown = host.shown().size();
            assertThat(shown).isPositive();
            for (String module : List.of("evil.test/thief", "evil.test/team/secret")) {
                for (String path : List.of("/@v/list", "/@latest", "/@v/v1.0.0.info", "/@v/v1.0.0.zip")) {
                    assertThat(get(server, module + path).statusCode()).isNotEqualTo(200);
                }
            }
            assertThat(host.shown()).hasSize(shown);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254/latest",
                "https://10.0.0.1/x",
                "https://[fd00::1]/x",
                "http://evil.test/x"
            })
    void redirect_of_a_private_origin_to_an_internal_address_is_not_followed(String url) throws Exception {
        host.redirect(PLACE, url);
        host.redirect("go.acme.test/team/x", url);
        try (RunningServer server = serve("[\"*.acme.test/team/*\"]", "on-trouble: fall-through")) {
            for (String module : List.of(SECRET, "go.acme.test/team/x")) {
                HttpResponse<String> answer = get(server, module + "/@v/list");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            }
            assertThat(host.log()).allMatch(line -> line.contains("acme.test"));
            assertNobodyWasTold();
        }
    }

    @Test
    void upstream_that_owns_a_pattern_is_asked_alone_and_one_for_private_names_for_nothing_else() throws Exception {
        Corpus own = new Corpus()
                .publish(SECRET, "v1.1.0", Map.of("go.mod", "module " + SECRET + "\n", "s.go", "package secret\n"));
        Mirror company = Mirror.start(MirrorSettings.of(own));
        try {
            String upstream = "{url: \"" + company.url() + "\", name: company, private-only: true}";
            String text = configuration(
                            "[{pattern: \"git.acme.test/team/*\", from: company}]", "on-trouble: fall-through")
                    .replace(", direct]", ", " + upstream + ", direct]");
            try (RunningServer server = RunningServer.start(folder, text)) {
                assertThat(get(server, SECRET + "/@v/list").body()).isEqualTo("v1.1.0\n");
                assertThat(get(server, SECRET + "/@v/v1.1.0.zip").statusCode()).isEqualTo(200);
                assertThat(get(server, SECRET + "/@v/v1.9.9.zip").statusCode()).isEqualTo(404);
                assertThat(get(server, PUBLIC + "/@v/list").statusCode()).isEqualTo(200);
                assertThat(get(server, PUBLIC + "/@v/v1.0.0.zip").statusCode()).isEqualTo(200);
                assertThat(get(server, "nowhere.test/x/@v/list").statusCode()).isNotEqualTo(200);
                assertThat(company.log().counts().keySet()).allMatch(path -> path.contains("git.acme.test"));
                company.close();
                assertThat(get(server, SECRET + "/@v/v1.9.8.info").statusCode()).isEqualTo(503);
                assertNobodyWasTold();
                assertThat(host.log()).noneMatch(line -> line.contains("acme"));
            }
        } finally {
            company.close();
        }
    }

    @Test
    void what_is_hosted_here_is_what_was_uploaded_and_nothing_else() throws Exception {
        try (RunningServer server = serve("[{pattern: git.acme.test, from: hosted}]", "on-trouble: fall-through")) {
            for (String path : List.of("/@v/list", "/@latest", "/@v/v1.9.9.info", "/@v/v1.0.0.zip")) {
                assertThat(get(server, SECRET + path).statusCode()).as(path).isEqualTo(404);
            }
            assertNobodyWasTold();
            assertThat(host.log()).isEmpty();
        }
    }

    @Test
    void go_builds_with_public_and_private_modules_by_one_address() throws Exception {
        GoCommand go = GoCommand.orSkip(Files.createDirectories(folder.resolve("home")));
        Path program = Files.createDirectories(folder.resolve("program"));
        Files.writeString(program.resolve("go.mod"), "module main.test/main\n\ngo 1.21\n");
        Files.writeString(program.resolve("main.go"), """
                package main

                import (
                    "git.acme.test/team/secret.git"
                    "public.test/lib"
                )

                func main() { println(secret.Says, lib.Says) }
                """);
        try (RunningServer server = serve("[\"git.acme.test/team/*\"]", "")) {
            go = go.proxy(server.url() + "/go")
                    .with("GONOPROXY", "none")
                    .with("GONOSUMDB", "git.acme.test/team/*")
                    .sumdb(database.key());
            GoCommand.Ran tidy = go.run(program, "mod", "tidy");
            assertThat(tidy.passed()).as(tidy.output()).isTrue();
            assertThat(go.run(program, "run", ".").output()).endsWith("private 1\n");
            assertNobodyWasTold();
        }
    }
}
