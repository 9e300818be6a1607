package dev.breakwater.bench;

import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.GitHost;
import dev.breakwater.testing.GitRepo;
import dev.breakwater.testing.GoCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * First downloads of versions from a repository by {@code go mod download}: by the go command's own git
 * ({@code GOPROXY=direct}), and through a server that has the repository but none of the versions. Each in turn for the
 * same version, with an empty module cache, as a CI job has it; and once more against a go command that kept its clone.
 */
public final class Git {
    /** The same repository twice, so that the host can tell who fetches. */
    private static final String DIRECT = "github.com/corpus/straight";

    private static final String THROUGH = "github.com/corpus/mirrored";
    private static final int FILES = 200;

    private final Options options;
    private final Path folder;
    private final Table table = new Table("git", "direct", "through", "ratio", "goal");

    private Git(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** Runs it: {@code --versions 50}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("breakwater-bench-git");
        try {
            new Git(Options.of(args), folder).run();
        } finally {
            Folders.remove(folder);
        }
        // the hosts' threads would keep it alive
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        int versions = options.number("--versions", 50);
        String program = GoCommand.installed().orElseThrow(() -> new IOException("bench/git needs go"));
        try (GitHost host = GitHost.start(folder.resolve("hosts"))) {
            publish(host, DIRECT, versions);
            publish(host, THROUGH, versions);
            Path work = Files.createDirectories(folder.resolve("work"));
            Files.writeString(work.resolve("go.mod"), "module main.test/main\n\ngo 1.21\n");
            GoCommand direct = GoCommand.in(program, folder.resolve("direct"))
                    .proxy("direct")
                    .with("GOVCS", "*:all")
                    .with("HTTPS_PROXY", host.proxy().toString())
                    .with("SSL_CERT_FILE", Certificates.shared().pem().toString())
                    .with("GIT_SSL_CAINFO", Certificates.shared().pem().toString())
                    .with("GIT_CONFIG_NOSYSTEM", "1")
                    .with("GIT_TERMINAL_PROMPT", "0");
            try (ServerProcess server = ServerProcess.start(throughProxy(host.proxy()), setup())) {
                GoCommand through =
                        GoCommand.in(program, folder.resolve("through")).proxy(server.goProxy());
                // the version that warms the mirror is not measured
                download(through.cold("first"), work, THROUGH, 0);
                compare(versions, work, direct, through);
                keptClone(versions, work, direct, through);
                table.row(
                        "fetches of the repository by the server, all in all",
                        "",
                        Long.toString(host.fetches(THROUGH)),
                        "",
                        "1 clone");
            }
        }
        table.print();
    }

    private static void publish(GitHost host, String module, int versions) {
        Random random = new Random(1);
        GitRepo repository = host.repository(module);
        String[] files = new String[FILES];
        int last = 0;
        for (int i = 0; i <= versions; i++) {
            GitRepo.Tree tree = GitRepo.module(module, "1.21");
            for (int f = 0; f < FILES; f++) {
                if (i == 0 || random.nextInt(10) == 0) {
                    byte[] noise = new byte[1000];
                    random.nextBytes(noise);
                    files[f] = HexFormat.of().formatHex(noise);
                }
                tree.file("data/f" + f, files[f]);
            }
            last = last == 0 ? repository.commit("main", tree) : repository.commit("main", tree, last);
            repository.tag("v1." + i + ".0", last);
        }
        repository.publish();
    }

    private Options throughProxy(URI proxy) {
        return new Options(
                options.words(), "env HTTPS_PROXY=" + proxy + " " + options.server(), options.path(), options.ready());
    }

    /** The upstream is never asked: the module's pattern has an owner. */
    private static Setup setup() {
        return new Setup(
                List.of("http://127.0.0.1:9"),
                Certificates.shared().pem(),
                null,
                List.of("private: [\"github.com/corpus/*\"]"),
                List.of());
    }

    private void compare(int versions, Path work, GoCommand direct, GoCommand through)
            throws IOException, InterruptedException {
        List<Duration> byGit = new ArrayList<>();
        List<Duration> byServer = new ArrayList<>();
        for (int i = 1; i <= versions; i++) {
            byGit.add(download(direct.cold("v" + i), work, DIRECT, i));
            byServer.add(download(through.cold("v" + i), work, THROUGH, i));
            Folders.remove(folder.resolve("direct").resolve("modules-v" + i));
            Folders.remove(folder.resolve("through").resolve("modules-v" + i));
        }
        row("first download of a version, " + versions + " of them, empty module cache", byGit, byServer, "≤ 0.5 ×");
    }

    /** The other extreme: the client has the whole repository already, and the server has every version. */
    private void keptClone(int versions, Path work, GoCommand direct, GoCommand through)
            throws IOException, InterruptedException {
        List<Duration> byGit = new ArrayList<>();
        List<Duration> byServer = new ArrayList<>();
        download(direct.cold("kept"), work, DIRECT, 0);
        for (int i = 1; i <= versions; i++) {
            byGit.add(download(direct.cold("kept"), work, DIRECT, i));
            byServer.add(download(through.cold("kept"), work, THROUGH, i));
        }
        row("a further version, client keeps its clone, server has the version", byGit, byServer, "");
    }

    private void row(String what, List<Duration> direct, List<Duration> through, String goal) {
        Duration a = Table.median(direct);
        Duration b = Table.median(through);
        table.row(what, Table.ms(a), Table.ms(b), Table.ratio(b, a), goal);
    }

    private static Duration download(GoCommand go, Path work, String module, int i)
            throws IOException, InterruptedException {
        GoCommand.Ran ran = go.run(work, "mod", "download", module + "@v1." + i + ".0");
        if (!ran.passed()) {
            throw new IOException("go mod download: " + ran.output());
        }
        return ran.took();
    }
}
