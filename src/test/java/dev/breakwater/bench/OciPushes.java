package dev.breakwater.bench;

import dev.breakwater.auth.Permission;
import dev.breakwater.bench.RegistryProcess.Kind;
import dev.breakwater.e2e.Users;
import dev.breakwater.testing.Blob;
import dev.breakwater.testing.OciCorpus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A push of one large layer, as docker makes it: POST, one PATCH of all bytes in chunks, PUT. */
final class OciPushes {
    /** So soon the server notices a token that is made beside it. */
    private static final Duration SEES_TOKENS = Duration.ofSeconds(4);

    private final Options options;
    private final int megabytes;
    private String token = "";

    OciPushes(Options options) {
        this.options = options;
        this.megabytes = options.number("--megabytes", 1_000);
    }

    /** What came of the pushes to one server. */
    private record Pushes(List<Duration> times, List<Duration> cpu, List<Long> memory) {
        Pushes() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    void run() throws IOException, InterruptedException {
        OciCorpus corpus = new OciCorpus();
        String digest = corpus.pushLarge("tea", "v1", 1, megabytes * 1_000_000L).getFirst();
        Blob blob = Objects.requireNonNull(corpus.blob("tea", digest));
        Pushes ours = new Pushes();
        Pushes again = new Pushes();
        Map<Kind, Pushes> others = new EnumMap<>(Kind.class);
        Map<Kind, Pushes> othersAgain = new EnumMap<>(Kind.class);
        String configuration =
                "log: {access: false}\nrepositories:\n  team: {format: oci, registry: team.test, hosted: true, default: true}\n";
        for (int i = 0; i < options.number("--rounds", 3); i++) {
            try (ServerProcess server = Oci.configured(options, List.of("http://127.0.0.1:9"), configuration)) {
                token = new Users(server.data()).token("bench", Set.of(Permission.READ, Permission.PUBLISH));
                LockSupport.parkNanos(SEES_TOKENS.toNanos());
                long before = server.kilobytes("VmRSS");
                push(server, blob, digest, ours);
                ours.memory.add(server.kilobytes("VmHWM") - before);
                push(server, blob, digest, again);
                again.memory.add(server.kilobytes("VmHWM") - before);
            }
            for (Kind kind : Kind.values()) {
                Optional<RegistryProcess> other = RegistryProcess.start(options, kind, "");
                if (other.isPresent()) {
                    try (RegistryProcess registry = other.get()) {
                        long before = registry.kilobytes("VmRSS");
                        push(registry, blob, digest, others.computeIfAbsent(kind, _ -> new Pushes()));
                        others.get(kind).memory.add(registry.kilobytes("VmHWM") - before);
                        push(registry, blob, digest, othersAgain.computeIfAbsent(kind, _ -> new Pushes()));
                        othersAgain.get(kind).memory.add(registry.kilobytes("VmHWM") - before);
                    }
                }
            }
        }
        Table table = new Table(
                "push of a layer of " + megabytes + " MB",
                "time",
                "CPU",
                "added memory",
                "ours against it",
                "goal",
                "floor");
        rows(table, "just started", ours, others);
        rows(table, "second push", again, othersAgain);
        table.print();
    }

    private static void rows(Table table, String when, Pushes ours, Map<Kind, Pushes> others) {
        row(table, "Breakwater, " + when, ours, "", "flat", "");
        others.forEach((kind, theirs) -> {
            String ratio = Table.ratio(Table.median(ours.times), Table.median(theirs.times));
            boolean goal = kind == Kind.DISTRIBUTION;
            row(table, kind.name() + ", " + when, theirs, ratio, goal ? "≤ 1.00 ×" : "", goal ? "1.20 ×" : "");
        });
    }

    private static void row(Table table, String who, Pushes pushes, String ratio, String goal, String floor) {
        long memory = pushes.memory.stream().sorted().toList().get(pushes.memory.size() / 2);
        table.row(
                who,
                Table.ms(Table.median(pushes.times)),
                Table.ms(Table.median(pushes.cpu)),
                Table.mb(memory),
                ratio,
                goal,
                floor);
    }

    private void push(MeasuredServer server, Blob blob, String digest, Pushes into)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Duration cpu = server.cpu();
            long start = System.nanoTime();
            String session = ask(http, server, "POST", "/v2/tea/blobs/uploads/", BodyPublishers.noBody(), 202);
            session = ask(http, server, "PATCH", session, BodyPublishers.ofInputStream(blob::open), 202);
            String query = session.contains("?") ? "&" : "?";
            ask(http, server, "PUT", session + query + "digest=" + digest, BodyPublishers.noBody(), 201);
            into.times.add(Duration.ofNanos(System.nanoTime() - start));
            into.cpu.add(server.cpu().minus(cpu));
        }
    }

    /** Asks, and returns where the answer points to. */
    private String ask(
            HttpClient http, MeasuredServer server, String method, String path, BodyPublisher body, int expected)
            throws IOException, InterruptedException {
        URI uri = URI.create(server.url()).resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/octet-stream")
                .header("Authorization", "Bearer " + token)
                .method(method, body)
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.headers().firstValue("Location").orElse("");
    }
}
