package dev.breakwater.bench.image;

import dev.breakwater.testing.GoCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clients' programs. Those in Go are built once, into a folder that is kept, from their released modules, with the
 * GOPROXY of this machine's go command; skopeo is the one on the PATH.
 */
public final class ClientPrograms {
    /** What is built: the programs' packages, by what they are called here. */
    private static final Map<String, GoProgram> BUILT = new LinkedHashMap<>();

    static {
        BUILT.put("crane", new GoProgram("github.com/google/go-containerregistry", "v0.22.1", "/cmd/crane"));
        BUILT.put("regctl", new GoProgram("github.com/regclient/regclient", "v0.11.7", "/cmd/regctl"));
        BUILT.put("oras", new GoProgram("oras.land/oras", "v1.3.6", "/cmd/oras"));
        BUILT.put("containerd", new GoProgram("github.com/containerd/containerd/v2", "v2.4.2", ""));
        BUILT.put("buildctl", new GoProgram("github.com/moby/buildkit", "v0.34.2", "/cmd/buildctl"));
        BUILT.put("buildkitd", new GoProgram("github.com/moby/buildkit", "v0.34.2", "/cmd/buildkitd"));
    }

    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final Path folder;

    /** Programs in that folder. */
    public ClientPrograms(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** A program of a Go module; an empty {@code main} is a program of ours that uses the module. */
    private record GoProgram(String module, String version, String main) {}

    /** A program's file, or why there is none. */
    record Found(String file, String missing) {}

    /** A client that is one program. */
    CommandClient client(String name, Map<ClientVerb, String> commands) {
        Found found = find(name);
        return new CommandClient((name + " " + version(name)).strip(), found.file(), found.missing(), commands);
    }

    /** The version of a program, as far as it is known. */
    String version(String name) {
        GoProgram built = BUILT.get(name);
        return built == null ? skopeo() : built.version().substring(1);
    }

    private String skopeo() {
        Found found = find("skopeo");
        if (found.file().isEmpty()) {
            return "";
        }
        try {
            ClientRun run = ClientRun.of(List.of(found.file(), "--version"), Map.of(), Files.createDirectories(folder));
            return run.output().strip().replaceFirst("skopeo version ", "");
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException("the bench is being ended", e);
        }
    }

    /** Finds a program, and builds it first if need be. */
    Found find(String name) {
        GoProgram built = BUILT.get(name);
        if (built == null) {
            Optional<Path> file = Stream.of(
                            System.getenv().getOrDefault("PATH", "").split(":", -1))
                    .map(each -> Path.of(each, name))
                    .filter(Files::isExecutable)
                    .findFirst();
            return file.map(it -> new Found(it.toString(), ""))
                    .orElseGet(() -> new Found("", "there is no " + name + " on the PATH"));
        }
        Path file = folder.resolve("bin").resolve(name + "-" + built.version());
        if (Files.isExecutable(file)) {
            return new Found(file.toString(), "");
        }
        Optional<String> go = GoCommand.installed();
        if (go.isEmpty()) {
            return new Found("", "there is no go command to build it with");
        }
        System.err.println("building " + name + " " + built.version() + " …");
        try {
            String failure = build(go.get(), built, file);
            return failure.isEmpty() ? new Found(file.toString(), "") : new Found("", failure);
        } catch (IOException e) {
            return new Found("", "it could not be built: " + e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the bench is being ended", e);
        }
    }

    /** Builds it in a module of its own, since not every module allows {@code go install}; returns why that failed. */
    private String build(String program, GoProgram built, Path file) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        Path module = Files.createDirectories(folder.resolve("build").resolve(file.getFileName()));
        GoCommand go = GoCommand.in(program, folder).within(LIMIT);
        for (String name : List.of("GOPROXY", "GOSUMDB")) {
            go = go.with(name, machine(program, name));
        }
        String wanted = built.module() + built.main();
        if (built.main().isEmpty()) {
            try (InputStream source = ClientPrograms.class.getResourceAsStream("containerd.go")) {
                Files.copy(
                        Objects.requireNonNull(source, "containerd.go"),
                        module.resolve("main.go"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(module.resolve("go.mod"));
        Files.deleteIfExists(module.resolve("go.sum"));
        for (List<String> line : List.of(
                List.of("mod", "init", "clients.test/build"),
                List.of("get", wanted + "@" + built.version()),
                built.main().isEmpty() ? List.of("mod", "tidy") : List.of("version"),
                List.of("build", "-o", file.toString(), built.main().isEmpty() ? "." : wanted))) {
            GoCommand.Ran ran = go.run(module, line.toArray(String[]::new));
            if (!ran.passed()) {
                return "go " + String.join(" ", line) + ": "
                        + ran.output().strip().replaceAll("\\s+", " ");
            }
        }
        return "";
    }

    /** A variable of this machine's go command. */
    private String machine(String go, String variable) throws IOException, InterruptedException {
        ClientRun run = ClientRun.of(List.of(go, "env", variable), System.getenv(), folder);
        return run.output().strip();
    }
}
