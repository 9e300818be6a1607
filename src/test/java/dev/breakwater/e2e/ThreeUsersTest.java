package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.audit.AuditLine;
import dev.breakwater.audit.AuditTrail;
import dev.breakwater.auth.Permission;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.GoCommand;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Upload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A program with public and private dependencies, built with the real go command over TLS by users with different rights,
 * whose credentials stand in their {@code .netrc}. (Private ones are published to the server itself.)
 */
class ThreeUsersTest {
    private static final String SHARED = "corp.test/shared/log";
    private static final String SECRET = "corp.test/secret/plans";
    private static final String OPEN = "open.test/m";

    @TempDir
    private Path folder;

    private Mirror mirror;
    private RunningServer server;
    private Users users;
    private String ci = "";

    @BeforeEach
    void start() throws Exception {
        users = new Users(folder.resolve("data"));
        ci = users.token("ci", Set.of(Permission.READ, Permission.PUBLISH));
        mirror = Mirror.start(MirrorSettings.of(new Corpus()
                .publish(
                        OPEN,
                        "v1.0.0",
                        Map.of("go.mod", "module " + OPEN + "\n", "m.go", "package m\n\nconst Says = 1\n"))));
        Certificates certificates = Certificates.shared();
        server = RunningServer.start(folder, """
                tls: {cert: "%s", key: "%s"}
                access: {anonymous: public}
                repositories:
                  go:
                    checksum-databases: []
                    private: [{pattern: "corp.test/*", from: hosted}]
                    upstreams: ["%s"]
                """.formatted(certificates.chain(), certificates.key(), mirror.url()));
        publish(SHARED + "@v1.0.0");
        publish(SECRET + "@v1.0.0");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        mirror.close();
    }

    private void publish(String release) {
        HttpResponse<String> said = Upload.put(go(), release, Upload.zip(release, "private"), ci);
        assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
    }

    private String go() {
        return server.url() + "/go";
    }

    private GoCommand go(String user, String token) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home-" + user));
        String host = URI.create(server.url()).getAuthority();
        if (!token.isEmpty()) {
            Files.writeString(
                    home.resolve(".netrc"), "machine " + host + " login " + user + " password " + token + "\n");
        }
        return GoCommand.orSkip(home)
                .proxy(go())
                .with("SSL_CERT_FILE", Certificates.shared().pem().toString());
    }

    private Path program(String user, String... imports) throws IOException {
        Path main = Files.createDirectories(folder.resolve("program-" + user));
        Files.writeString(main.resolve("go.mod"), "module main.test/main\n\ngo 1.21\n");
        StringBuilder source = new StringBuilder("package main\n\nimport (\n");
        StringBuilder uses = new StringBuilder();
        for (String each : imports) {
            source.append("    \"").append(each).append("\"\n");
            uses.append(each.substring(each.lastIndexOf('/') + 1)).append(".Says, ");
        }
        Files.writeString(main.resolve("main.go"), source + ")\n\nfunc main() { println(" + uses + "\"done\") }\n");
        return main;
    }

    @ParameterizedTest
    @CsvSource({
        "all,     all,     true,  true",
        "partial, shared,  true,  false",
        "none,    nothing, false, false",
        "nobody,  '',      false, false"
    })
    void a_build_gets_what_its_user_may_have_and_nothing_else(
            String user, String rights, boolean shared, boolean secret) throws Exception {
        String token = switch (rights) {
            case "all" -> users.token(user, Set.of(Permission.READ));
            case "shared" -> users.token(user, Set.of(Permission.READ), "corp.test/shared");
            case "nothing" -> users.token(user, Set.of(Permission.READ), "corp.test/elsewhere");
            default -> "";
        };
        if (!token.isEmpty()) {
            await().until(() ->
                    Upload.get(go() + "/" + OPEN + "/@v/list", token).statusCode() == 200);
        }
        GoCommand go = go(user, token);
        assertThat(tidied(go, program(user + "-open", OPEN))).isTrue();
        assertThat(tidied(go, program(user + "-shared", OPEN, SHARED))).isEqualTo(shared);
        assertThat(tidied(go, program(user + "-secret", OPEN, SHARED, SECRET))).isEqualTo(secret);
        assertThat(mirror.log().counts().keySet()).noneMatch(path -> path.contains("corp.test"));
    }

    private static boolean tidied(GoCommand go, Path program) throws InterruptedException {
        GoCommand.Ran tidy = go.run(program, "mod", "tidy");
        if (!tidy.passed()) {
            assertThat(tidy.output()).contains("403 Forbidden").doesNotContain(SECRET + " v1");
            return false;
        }
        GoCommand.Ran ran = go.run(program, "run", ".");
        assertThat(ran.output()).endsWith("done\n");
        return true;
    }

    @Test
    void the_go_command_finds_what_was_just_published() throws Exception {
        GoCommand go = go("ci", ci);
        publish(SHARED + "@v1.1.0");
        GoCommand.Ran ran = go.run(folder, "mod", "download", "-json", SHARED + "@latest");
        assertThat(ran.output()).contains("\"Version\": \"v1.1.0\"");
        publish(SHARED + "@v1.2.0");
        assertThat(go.run(folder, "mod", "download", "-json", SHARED + "@latest")
                        .output())
                .contains("\"Version\": \"v1.2.0\"");
        assertThat(go.run(folder, "list", "-m", "-versions", SHARED).output())
                .endsWith(SHARED + " v1.0.0 v1.1.0 v1.2.0\n");
    }

    @Test
    void refusals_are_the_same_to_the_byte_whether_the_name_exists_or_not() throws Exception {
        String none = users.token("none", Set.of(Permission.READ), "corp.test/elsewhere");
        await().until(() -> Upload.get(go() + "/" + OPEN + "/@v/list", none).statusCode() == 200);
        Upload.get(go() + "/" + SECRET + "/@v/v1.0.0.zip", ci);
        Set<String> told = new java.util.HashSet<>();
        for (String token : new String[] {"", none}) {
            for (String path : List.of(
                    SECRET + "/@v/v1.0.0.zip",
                    SECRET + "/@v/v1.0.0.info",
                    SECRET + "/@v/v1.9.0.mod",
                    SECRET + "/@v/list",
                    SECRET + "/@latest",
                    "corp.test/never/was/@v/list",
                    "corp.test/never/@v/v1.0.0.zip",
                    "corp.test/!secret/plans/@v/main.info")) {
                HttpResponse<String> refusal = Upload.get(go() + "/" + path, token.isEmpty() ? null : token);
                Map<String, List<String>> headers =
                        new java.util.TreeMap<>(refusal.headers().map());
                headers.remove("date");
                told.add(refusal.statusCode() + " " + headers + refusal.body());
            }
        }
        assertThat(told).hasSize(1).allMatch(each -> each.startsWith("403 ") && !each.contains("corp"));
    }

    @Test
    void a_revoked_token_is_refused_within_two_seconds_also_for_what_is_hot() throws Exception {
        String alice = users.token("alice", Set.of(Permission.READ));
        String zip = go() + "/" + SECRET + "/@v/v1.0.0.zip";
        await().until(() -> Upload.get(zip, alice).statusCode() == 200);
        assertThat(Upload.get(zip, alice).headers().firstValue("x-breakwater"))
                .hasValueSatisfying(v -> assertThat(v).startsWith("hit"));
        users.revoke("alice");
        await().atMost(java.time.Duration.ofSeconds(5))
                .until(() -> Upload.get(zip, alice).statusCode() == 401);
    }

    @Test
    void the_record_says_who_fetched_and_published_what() throws Exception {
        String alice = users.token("alice", Set.of(Permission.READ));
        String zip = go() + "/" + SECRET + "/@v/v1.0.0.zip";
        await().until(() -> Upload.get(zip, alice).statusCode() == 200);
        Upload.get(zip, null);
        Upload.get(go() + "/" + OPEN + "/@v/v1.0.0.zip", alice);
        List<String> lines = await().until(this::record, all -> all.stream().anyMatch(l -> l.contains("- read 403")));
        assertThat(lines)
                .contains("ci publish 201 " + SECRET, "alice read 200 " + SECRET, "- read 403 " + SECRET)
                .noneMatch(line -> line.contains(OPEN));
        try (Stream<Path> files = Files.list(folder.resolve("data/audit"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain(alice)
                            .doesNotContain(ci));
        }
    }

    private List<String> record() throws IOException {
        List<String> lines = new ArrayList<>();
        AuditTrail.read(
                folder.resolve("data"),
                new AuditTrail.TrailFilter(null, null, null),
                (AuditLine l) -> lines.add(l.who() + " " + l.did() + " " + l.status() + " " + l.module()));
        return lines;
    }
}
