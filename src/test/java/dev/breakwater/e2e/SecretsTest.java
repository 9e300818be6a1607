package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.GitHost;
import dev.breakwater.testing.GitRepo;
import dev.breakwater.testing.SshHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uses every kind of credential, right and wrong, in a server of its own process, and then looks for each of them in all
 * that was written: logs, the data folder, answers, metrics, the list of processes, and what other hosts were shown.
 */
class SecretsTest {
    private static final List<String> SECRETS = List.of(
            "Token-q1w2e3", "Pass-r4t5y6", "Bear-u7i8o9", "Netrc-p0a1s2", "Help-d3f4g5", "Wrong-h6j7k8", "Up-l9z8x7");
    private static final List<String> KINDS = List.of("token", "password", "bearer", "netrc", "helper", "wrong");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> written = new ArrayList<>();

    private static String basic(String user, String password) {
        return "Basic " + base64(user + ":" + password);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String configuration(GitHost host, SshHost ssh) throws IOException {
        Path helper = file("helper", "#!/bin/sh\necho username=bot\necho password=Help-d3f4g5\n");
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
        StringBuilder privates = new StringBuilder();
        for (String kind : KINDS) {
            String shown = switch (kind) {
                case "token" -> "token: \"${file:" + file("token", "Token-q1w2e3\n") + "}\"";
                case "password" -> "username: bot, password: Pass-r4t5y6";
                case "bearer" -> "bearer: Bear-u7i8o9";
                case "netrc" -> "netrc: " + file("netrc", "machine git.acme.test login bot password Netrc-p0a1s2\n");
                case "helper" -> "helper: " + helper;
                default -> "token: Wrong-h6j7k8";
            };
            privates.append("      - {pattern: go.acme.test/" + kind + ", credentials: [{host: git.acme.test, " + shown
                    + "}]}\n");
        }
        return """
                proxy: {https: "%s", except: [127.0.0.1]}
                tls: {ca-file: "%s"}
                log: {format: json}
                repositories:
                  go:
                    checksum-databases: []
                    upstreams: [{url: "https://evil.test/mirror", name: own, private-only: true, token: Up-l9z8x7}, direct]
                    private:
                      - {pattern: go.acme.test/own, from: own}
                      - pattern: go.acme.test/ssh
                        credentials: [{host: "%s", username: %s, ssh-key: %s, host-keys: ["%s"]}]
                %s
                """.formatted(
                        host.proxy(),
                        Certificates.shared().pem(),
                        ssh.address(),
                        ssh.user(),
                        ssh.clientKey(),
                        SshHost.publicKey(ssh.hostKey()),
                        privates);
    }

    private static void publish(GitHost host, SshHost ssh) {
        for (String kind : KINDS) {
            String module = "go.acme.test/" + kind;
            host.goImport(module, module + " git https://git.acme.test/" + kind);
            host.repository("git.acme.test/" + kind)
                    .release("v1.0.0", GitRepo.module(module, "1.21"))
                    .publish();
        }
        host.lock("git.acme.test/token", basic("x-access-token", "Token-q1w2e3"))
                .lock("git.acme.test/password", basic("bot", "Pass-r4t5y6"))
                .lock("git.acme.test/bearer", "Bearer Bear-u7i8o9")
                .lock("git.acme.test/netrc", basic("bot", "Netrc-p0a1s2"))
                .lock("git.acme.test/helper", basic("bot", "Help-d3f4g5"))
                .lock("git.acme.test/wrong", basic("x-access-token", "Right-h6j7k8"));
        host.goImport("go.acme.test/ssh", "go.acme.test/ssh git ssh://git@" + ssh.address() + "/lib");
        ssh.repository("lib")
                .release("v1.0.0", GitRepo.module("go.acme.test/ssh", "1.21"))
                .publish();
        host.redirect("evil.test/mirror", "https://corpus.test/elsewhere");
        // a public module that points at what only our credential opens
        host.goImport("evil.test/thief", "evil.test/thief git https://git.acme.test/token");
    }

    private int get(String url) throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        written.add(url + ": " + answer.body() + answer.headers().map());
        return answer.statusCode();
    }

    @Test
    void no_credential_is_anywhere_but_where_it_belongs() throws Exception {
        try (SshHost ssh = SshHost.startOrSkip(Files.createDirectories(folder.resolve("ssh")));
                GitHost host = GitHost.start(folder.resolve("hosts"))) {
            publish(host, ssh);
            Path data = folder.resolve("data");
            CountDownLatch done = new CountDownLatch(1);
            Queue<String> processes = new ConcurrentLinkedQueue<>();
            try (ServerProcess server =
                    ServerProcess.start(folder, file("breakwater.yaml", configuration(host, ssh)), data)) {
                String url = server.url();
                Thread watch = Thread.ofVirtual().start(() -> list(processes, done));
                for (String kind :
                        Stream.concat(KINDS.stream(), Stream.of("ssh")).toList()) {
                    String zip = url + "/go/go.acme.test/" + kind + "/@v/v1.0.0.zip";
                    assertThat(get(zip)).as(kind).isEqualTo(kind.equals("wrong") ? 503 : 200);
                    get(url + "/go/go.acme.test/" + kind + "/@v/v9.9.9.info");
                }
                assertThat(get(url + "/go/go.acme.test/own/@v/list")).isNotEqualTo(200);
                assertThat(get(url + "/go/evil.test/thief/@v/v1.0.0.zip")).isEqualTo(503);
                get(url + "/-/metrics");
                done.countDown();
                watch.join();
                written.add(server.log());
            }
            assertThat(processes).anyMatch(line -> line.contains("git") && line.contains("fetch"));
            written.addAll(processes);
            try (Stream<Path> files = Files.walk(data)) {
                for (Path each : files.filter(Files::isRegularFile).toList()) {
                    written.add(each + ": " + Files.readString(each, StandardCharsets.ISO_8859_1));
                }
            }
            assertThat(host.shown())
                    .allMatch(line ->
                            line.startsWith("git.acme.test/") || line.startsWith("evil.test/mirror/go.acme.test/own/"));
            assertThat(host.shown()).anyMatch(line -> line.contains("Up-l9z8x7"));
            assertNoneIsIn(Files.readString(ssh.clientKey()));
        }
    }

    private void assertNoneIsIn(String privateKey) {
        List<String> needles = new ArrayList<>(SECRETS);
        for (String secret : SECRETS) {
            needles.add(base64("x-access-token:" + secret));
            needles.add(base64("bot:" + secret));
        }
        privateKey.lines().filter(line -> !line.startsWith("-----")).forEach(needles::add);
        for (String needle : needles) {
            assertThat(written.stream().filter(text -> text.contains(needle)).toList())
                    .as(needle)
                    .isEmpty();
        }
    }

    /** What everybody on the machine can see of the processes on it, again and again. */
    private static void list(Queue<String> processes, CountDownLatch done) {
        try {
            while (!done.await(5, TimeUnit.MILLISECONDS)) {
                ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> !line.contains("SecretsTest"))
                        .forEach(line -> {
                            if (!processes.contains(line)) {
                                processes.add(line);
                            }
                        });
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
    }
}
