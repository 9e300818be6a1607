package dev.breakwater.bench;

import dev.breakwater.bench.image.BuildKit;
import dev.breakwater.bench.image.ClientPrograms;
import dev.breakwater.bench.image.ClientRun;
import dev.breakwater.bench.image.ClientVerb;
import dev.breakwater.bench.image.CommandClient;
import dev.breakwater.bench.image.ImageClient;
import dev.breakwater.bench.image.ImageJob;
import dev.breakwater.bench.image.ImageLayout;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The real clients of container images, put through a server: what passed. Each part has servers of its own on empty folders. */
public final class Images {
    private static final String CLIENTS = "crane,regctl,oras,skopeo,containerd,BuildKit";
    private static final String FAULTS =
            "REFUSED,BLACK_HOLE,STALL,BIT_FLIP,THROTTLED_429,HTML_200,token service down,STALE,PARTIAL";
    private static final int LAYER = 300_000;
    private static final List<String> BOTH = List.of("linux/amd64", "linux/arm64");

    private final Options options;
    private final Path folder;
    private final List<ImageClient> clients;
    private final ClientTable table;
    private int homes;

    private Images(Options options, Path folder) throws IOException, InterruptedException {
        this.options = options;
        this.folder = folder;
        ClientPrograms programs = new ClientPrograms(Path.of(options.text("--programs", "target/image-clients")));
        List<String> wanted = List.of(options.text("--clients", CLIENTS).split(",", -1));
        this.clients = new ArrayList<>(CommandClient.of(wanted, programs));
        if (wanted.contains("BuildKit")) {
            clients.add(BuildKit.of(programs, home()));
        }
        this.table = new ClientTable(clients);
    }

    /** Runs it: {@code --only pull,faults,push,cache --clients crane,… --faults all --programs FOLDER}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options = Options.of(List.of(args), Duration.ofMinutes(60));
        Path folder = Files.createTempDirectory("images");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(folder)));
        Images images = new Images(options, folder);
        for (String part : options.text("--only", "pull,faults,push,cache").split(",", -1)) {
            switch (part) {
                case "pull" -> images.each(images::pulls);
                case "faults" -> images.faults();
                case "push" -> new ImagePushes(images).run();
                case "cache" -> new ImagePushes(images).caches();
                default -> throw new IllegalArgumentException("--only has no part " + part);
            }
        }
        System.exit(images.table.print() ? 0 : 1);
    }

    /** Ends what is still running of what this process started, and removes what it wrote. */
    private static void end(Path folder) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
        try {
            delete(folder);
        } catch (IOException e) {
            System.err.println("left behind: " + folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** What is done with each client. */
    @FunctionalInterface
    interface ClientTask {
        void run(ImageClient client) throws IOException, InterruptedException;
    }

    /** Does it with each client that can be run. */
    void each(ClientTask task) throws IOException, InterruptedException {
        for (ImageClient client : clients) {
            if (client.missing().isEmpty()) {
                task.run(client);
            }
        }
    }

    Options options() {
        return options;
    }

    ClientTable table() {
        return table;
    }

    /** An empty folder for one run of a client. */
    Path home() throws IOException {
        return Files.createDirectory(folder.resolve("h" + homes++));
    }

    /** The host and port of a server. */
    static String host(ServerProcess server) {
        return "127.0.0.1:" + server.port();
    }

    /** What went wrong in a run: its last lines. */
    static String why(ClientRun run) {
        List<String> lines = run.output().strip().lines().toList();
        String last = String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        return run.passed() ? "" : "exit " + run.exit() + ": " + last;
    }

    /**
     * An image, and how it is asked for.
     *
     * @param repository the server's
     * @param source what it is called in the corpus
     * @param digest its index's or manifest's
     */
    record Wanted(
            String repository, String image, String reference, String source, String digest, List<String> platforms) {}

    /** Has {@code client} pull into an empty store, and notes whether it got all parts of the image with the right bytes. */
    void pull(String row, ImageClient client, String host, String password, OciCorpus corpus, Wanted wanted)
            throws IOException, InterruptedException {
        Path home = home();
        Path layout = home.resolve("layout");
        ImageJob job = new ImageJob(
                host, wanted.repository, wanted.image, wanted.reference, wanted.platforms, layout, home, password);
        ClientRun run = client.run(ClientVerb.PULL, job);
        String why = why(run);
        if (run.passed()) {
            why = new ImageLayout(layout).fault(corpus, wanted.source, wanted.digest, client.keepsLayersAlone());
        }
        table.note(row, client, run.took(), why);
        delete(home);
    }

    private void pulls(ImageClient client) throws IOException, InterruptedException {
        OciCorpus corpus = new OciCorpus();
        List<Wanted> all = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (String by : List.of("tag", "digest")) {
            for (String kind : List.of("image", "index")) {
                String name = "library/" + kind + "-by-" + by;
                corpus.pushArchives(name, "v1", LAYER);
                String tag = kind.equals("image") ? "v1-amd64" : "v1";
                String digest = corpus.digest(name, tag);
                List<String> platforms = kind.equals("image") ? List.of("linux/amd64") : BOTH;
                all.add(new Wanted("hub", name, by.equals("tag") ? tag : digest, name, digest, platforms));
                rows.add((kind.equals("image") ? "an image by " : "an index of two platforms by ") + by);
            }
        }
        List<OciRegistry> registries = Oci.registries(3, corpus, Duration.ZERO);
        try (ServerProcess server = Oci.server(options, registries, "    fresh: 1s\n")) {
            for (String state : List.of("cold", "warm", "dark")) {
                if (state.equals("dark")) {
                    registries.forEach(registry -> registry.fault(Fault.REFUSED));
                }
                for (Wanted each : all) {
                    String row = state + ": " + rows.get(all.indexOf(each));
                    pull(row, client, host(server), "", corpus, each);
                }
            }
        } finally {
            registries.forEach(OciRegistry::close);
        }
    }

    private void faults() throws IOException, InterruptedException {
        Map<String, Consumer<OciRegistry>> all = OciPulls.allFaults();
        String names = options.text("--faults", FAULTS);
        List<String> wanted = names.equals("all")
                ? List.copyOf(all.keySet())
                : Arrays.stream(names.split(",", -1)).toList();
        for (String name : wanted) {
            Consumer<OciRegistry> fault = all.get(name);
            if (fault == null) {
                throw new IllegalArgumentException("--faults has " + all.keySet() + ", and not " + name);
            }
            for (int broken = 1; broken <= (OciPulls.agreed(name) ? 1 : 2); broken++) {
                int count = broken;
                each(client -> broken(client, name, fault, count));
            }
        }
    }

    /** A cold pull of an index, by tag, from three registries of which some are broken. */
    private void broken(ImageClient client, String name, Consumer<OciRegistry> fault, int count)
            throws IOException, InterruptedException {
        OciCorpus corpus = new OciCorpus();
        corpus.pushArchives("library/tea", "v1", LAYER);
        corpus.pushArchives("library/tea", "v0", 400); // for STALE and OTHER_IMAGE, which need another
        String digest = corpus.pushArchives("library/tea", "v1", LAYER + 1);
        List<OciRegistry> registries = Oci.registries(3, corpus, Duration.ZERO);
        registries.subList(0, count).forEach(fault);
        try (ServerProcess server = Oci.server(options, registries, "")) {
            Wanted wanted = new Wanted("hub", "library/tea", "v1", "library/tea", digest, BOTH);
            pull(name + ", " + count + " of 3", client, host(server), "", corpus, wanted);
        } finally {
            registries.forEach(OciRegistry::close);
        }
    }
}
