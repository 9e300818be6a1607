package dev.breakwater.bench.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BuildKit, a daemon of its own with an empty state for each run. It pulls by building an image from another with two files
 * copied in, which takes no container, and pushes what it has built.
 */
public final class BuildKit implements ImageClient {
    private static final Pattern ROOT = Pattern.compile("\"digest\":\\s*\"(sha256:[0-9a-f]{64})\"");

    private final AtomicInteger builds = new AtomicInteger();
    private final ClientPrograms.Found daemon;
    private final ClientPrograms.Found program;
    private final String version;
    private final String missing;

    private BuildKit(ClientPrograms.Found daemon, ClientPrograms.Found program, String version, Path scratch)
            throws IOException, InterruptedException {
        this.daemon = daemon;
        this.program = program;
        this.version = version;
        String why = program.missing() + daemon.missing();
        if (why.isEmpty()) {
            String nowhere = ImageJob.NOWHERE.replace("http://", "");
            ImageJob none = new ImageJob(nowhere, "hub", "none", "none", List.of(), scratch, scratch, "");
            try (BuildDaemon tried = started(scratch, nowhere, none.prepare())) {
                why = tried.failure();
            }
        }
        this.missing = why;
    }

    /** That of {@code from}, which is tried once in an empty folder. */
    public static BuildKit of(ClientPrograms from, Path scratch) throws IOException, InterruptedException {
        ClientPrograms.Found program = from.find("buildctl");
        return new BuildKit(from.find("buildkitd"), program, from.version("buildkitd"), scratch);
    }

    @Override
    public String name() {
        return "BuildKit " + version;
    }

    @Override
    public String missing() {
        return missing;
    }

    @Override
    public boolean can(ClientVerb verb) {
        return verb == ClientVerb.PULL || verb == ClientVerb.PUSH;
    }

    @Override
    public boolean keepsLayersAlone() {
        return true;
    }

    @Override
    public ClientRun run(ClientVerb verb, ImageJob job) throws IOException, InterruptedException {
        if (verb == ClientVerb.PULL) {
            return build(job, job.everywhere(), List.of("--output", "type=oci,tar=false,dest=" + job.layout()));
        }
        Matcher root = ROOT.matcher(Files.readString(job.layout().resolve("index.json")));
        if (!root.find()) {
            throw new IOException(job.layout() + " names no image");
        }
        return build(
                job,
                "pulled",
                List.of(
                        "--oci-layout", "pulled=" + job.layout(),
                        "--opt", "context:pulled=oci-layout://pulled@" + root.group(1),
                        "--output", "type=image,push=true,name=" + job.address()));
    }

    /**
     * Builds from {@code base}, with the cache in the registry, at the job's address.
     *
     * @param options those that export or import the cache
     */
    public ClientRun cached(ImageJob job, String base, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        for (String option : options) {
            all.add(job.fill(option));
        }
        all.addAll(List.of("--output", "type=oci,tar=false,dest=" + job.layout()));
        return build(job, base, all);
    }

    /** The digests of the layers of what a job has built. */
    public static List<String> layers(ImageJob job) throws IOException {
        String text = Files.readString(job.layout().resolve("index.json"));
        Matcher root = ROOT.matcher(text);
        if (!root.find()) {
            throw new IOException("no image in " + text);
        }
        String manifest =
                Files.readString(job.layout().resolve("blobs/" + root.group(1).replace(':', '/')));
        Matcher layer = ROOT.matcher(manifest.substring(manifest.indexOf("\"layers\"")));
        List<String> layers = new ArrayList<>();
        while (layer.find()) {
            layers.add(layer.group(1));
        }
        return layers;
    }

    private ClientRun build(ImageJob job, String base, List<String> options) throws IOException, InterruptedException {
        Map<String, String> environment = job.prepare();
        Path context = Files.createDirectories(job.home().resolve("context"));
        // the cache does not look at the time, but layers have it: a step that is run makes another layer in each build
        FileTime time = FileTime.from(1_700_000_000L + builds.incrementAndGet(), TimeUnit.SECONDS);
        for (String name : List.of("one", "two")) {
            Files.setLastModifiedTime(Files.writeString(context.resolve(name), name + "\n"), time);
        }
        Files.writeString(context.resolve("Dockerfile"), "FROM " + base + "\nCOPY one /one\nCOPY two /two\n");
        try (BuildDaemon running = started(job.home(), job.host(), environment)) {
            if (!running.failure().isEmpty()) {
                throw new IOException(running.failure());
            }
            List<String> line = new ArrayList<>(List.of(program.file(), "--addr", running.address(), "build"));
            line.addAll(List.of("--progress", "plain", "--frontend", "dockerfile.v0"));
            line.addAll(List.of("--local", "context=" + context, "--local", "dockerfile=" + context));
            line.addAll(List.of("--opt", "platform=" + String.join(",", job.platforms())));
            line.addAll(options);
            return ClientRun.of(line, environment, job.home());
        }
    }

    private BuildDaemon started(Path home, String host, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path configuration =
                Files.writeString(home.resolve("buildkitd.toml"), """
                [registry."docker.io"]
                  mirrors = ["%1$s"]
                [registry."%1$s"]
                  http = true
                """.formatted(host), StandardCharsets.UTF_8);
        return BuildDaemon.start(daemon.file(), program.file(), home, configuration, environment);
    }
}
