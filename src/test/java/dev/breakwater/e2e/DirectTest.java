package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.GitHost;
import dev.breakwater.testing.GitRepo;
import dev.breakwater.testing.GoCommand;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The go command through the real server, whose last upstream is {@code direct}. */
class DirectTest {
    @TempDir
    Path folder;

    @Test
    void what_the_mirror_has_not_comes_from_git_and_what_it_has_does_not() throws Exception {
        GoCommand installed = GoCommand.orSkip(folder.resolve("home"));
        Path program = Files.createDirectories(folder.resolve("program"));
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(program.resolve("go.mod"), "module main.test/main\n\ngo 1.21\n");
        Files.writeString(program.resolve("main.go"), """
                package main

                import (
                    "corpus.test/custom"
                    "mirrored.test/m"
                )

                func main() { println(custom.Says, m.Says) }
                """);
        Corpus corpus = new Corpus()
                .publish(
                        "mirrored.test/m",
                        "v1.0.0",
                        Map.of("go.mod", "module mirrored.test/m\n", "m.go", "package m\n\nconst Says = 2\n"));
        try (GitHost host = GitHost.start(folder.resolve("hosts"));
                Mirror mirror = Mirror.start(MirrorSettings.of(corpus))) {
            host.goImport("corpus.test/custom", "corpus.test/custom git https://git.corpus.test/custom");
            host.repository("git.corpus.test/custom")
                    .release(
                            "v1.2.0",
                            new GitRepo.Tree()
                                    .file("go.mod", "module corpus.test/custom\n")
                                    .file("c.go", "package custom\n\nconst Says = 1\n"))
                    .publish();
            try (RunningServer server = RunningServer.start(folder, """
                    proxy: {http: "%s", https: "%s", except: [127.0.0.1]}
                    tls: {ca-file: "%s"}
                    repositories:
                      go:
                        checksum-databases: []
                        upstreams: ["%s", direct]
                    """.formatted(
                            host.proxy(), host.proxy(), Certificates.shared().pem(), mirror.url()))) {
                GoCommand go = installed.proxy(server.url() + "/go");
                GoCommand.Ran tidy = go.run(program, "mod", "tidy");
                assertThat(tidy.passed()).as(tidy.output()).isTrue();
                GoCommand.Ran ran = go.run(program, "run", ".");
                assertThat(ran.output()).endsWith("1 2\n");
                assertThat(host.log()).noneMatch(line -> line.contains("mirrored.test/m"));
                assertThat(host.fetches("git.corpus.test/custom")).isEqualTo(1);
            }
        }
    }
}
