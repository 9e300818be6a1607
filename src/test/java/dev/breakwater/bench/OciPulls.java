package dev.breakwater.bench;

import dev.breakwater.bench.RegistryProcess.Kind;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciLie;
import dev.breakwater.testing.OciRegistry;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cold pulls as containerd makes them: on a slow line against the registry directly, and with registries that break. */
final class OciPulls {
    private static final Pattern DESCRIPTOR =
            Pattern.compile("\\{\"mediaType\":\"([^\"]+)\",\"digest\":\"(sha256:[0-9a-f]{64})\"");
    private static final String IMAGE = "library/large";

    /** What every client says. Without it distribution answers 404 for what is neither of the types that it knew first. */
    private static final String ACCEPT =
            "Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";

    /** docker and containerd fetch so many layers at once. */
    private static final int AT_ONCE = 3;

    private final Options options;

    OciPulls(Options options) {
        this.options = options;
    }

    /** An image of 300 MB at 100 Mbit/s and 20 ms, each round with fresh servers, turn by turn. */
    void lines() throws IOException, InterruptedException {
        OciCorpus corpus = new OciCorpus();
        corpus.pushLarge(IMAGE, "v1", 3, 100_000_000);
        List<Duration> direct = new ArrayList<>();
        List<Duration> through = new ArrayList<>();
        List<Duration> other = new ArrayList<>();
        for (int i = 0; i < options.number("--rounds", 3); i++) {
            List<OciRegistry> registries = Oci.registries(1, corpus, Duration.ofMillis(20));
            OciRegistry registry = registries.getFirst();
            registry.line(100_000_000 / 8);
            try (ServerProcess server = Oci.server(options, registries, "")) {
                direct.add(pull(registry.url(), IMAGE, "v1"));
                through.add(pull(server.url(), IMAGE, "v1"));
                Optional<RegistryProcess> peer = RegistryProcess.start(options, Kind.DISTRIBUTION, registry.url());
                if (peer.isPresent()) {
                    try (RegistryProcess distribution = peer.get()) {
                        other.add(pull(distribution.url(), IMAGE, "v1"));
                    }
                }
            } finally {
                registry.close();
            }
        }
        Table table =
                new Table("cold pull of 300 MB at 100 Mbit/s and 20 ms", "direct", "through", "ratio", "goal", "floor");
        row(table, "Breakwater", direct, through, "≤ 1.02 ×", "1.10 ×");
        if (!other.isEmpty()) {
            row(table, "distribution", direct, other, "", "");
        }
        table.print();
    }

    private static void row(
            Table table, String who, List<Duration> direct, List<Duration> through, String goal, String floor) {
        Duration a = Table.median(direct);
        Duration b = Table.median(through);
        table.row(who, Table.ms(a), Table.ms(b), Table.ratio(b, a), goal, floor);
    }

    private static Duration pull(String url, String name, String tag) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String base = "/v2/" + name;
        List<String> blobs = new ArrayList<>();
        try (RawHttp http = RawHttp.connect(URI.create(url), Duration.ofSeconds(30))) {
            RawHttp.Got head = http.ask("HEAD", base + "/manifests/" + tag, ACCEPT);
            Matcher parts =
                    DESCRIPTOR.matcher(checked(http, base + "/manifests/", head.header("Docker-Content-Digest")));
            while (parts.find()) {
                blobs.add(parts.group(2));
            }
        }
        if (blobs.isEmpty()) {
            throw new IOException(url + " has no " + name + ":" + tag);
        }
        int failures = Crowd.failures(AT_ONCE, number -> {
            try (RawHttp http = RawHttp.connect(URI.create(url), Duration.ofSeconds(30))) {
                for (int i = number; i < blobs.size(); i += AT_ONCE) {
                    checkedBlob(http, base + "/blobs/", blobs.get(i));
                }
            }
        });
        if (failures > 0) {
            throw new IOException(failures + " connections failed");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** What is wrong though it looked right. */
    private static final class WrongBytes extends IOException {
        private static final long serialVersionUID = 1;

        WrongBytes(String message) {
            super(message);
        }
    }

    private static String checked(RawHttp http, String base, String digest) throws IOException {
        RawHttp.Got got = http.ask("GET", base + digest, ACCEPT);
        if (got.status() != 200 || got.end() != RawHttp.End.COMPLETE) {
            throw new IOException(base + digest + ": " + got.status() + ", " + got.end());
        }
        if (!OciCorpus.digest(got.body()).equals(digest)) {
            throw new WrongBytes(base + digest);
        }
        return got.text();
    }

    private static void checkedBlob(RawHttp http, String base, String digest) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256);
            RawHttp.Got got = http.ask("GET", base + digest, out);
            if (got.status() != 200 || got.end() != RawHttp.End.COMPLETE) {
                throw new IOException(base + digest + ": " + got.status() + ", " + got.end());
            }
            if (!("sha256:" + HexFormat.of().formatHex(sha256.digest())).equals(digest)) {
                throw new WrongBytes(base + digest);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Cold pulls of other images one after another, with each fault on one of three registries, and on two. */
    void faults() throws IOException {
        int pulls = options.number("--pulls-each", 20);
        Table table = new Table(
                "cold pulls, " + pulls + " each", "passed", "wrong", "slowest", "passed, 2 of 3", "wrong", "slowest");
        for (Map.Entry<String, Consumer<OciRegistry>> fault : allFaults().entrySet()) {
            Passed one = pulls(1, fault.getValue(), pulls);
            Passed two = agreed(fault.getKey()) ? null : pulls(2, fault.getValue(), pulls);
            table.row(
                    fault.getKey(),
                    Integer.toString(one.passed),
                    Integer.toString(one.wrong),
                    Table.ms(one.slowest),
                    two == null ? "" : Integer.toString(two.passed),
                    two == null ? "" : Integer.toString(two.wrong),
                    two == null ? "" : Table.ms(two.slowest));
        }
        table.print();
    }

    /** Whether registries with that fault say the same: two that agree on what is wrong can't be told from two that are right. */
    static boolean agreed(String fault) {
        return fault.equals("STALE") || fault.equals("OTHER_IMAGE");
    }

    /** The ways in which registries break here, by name. */
    static Map<String, Consumer<OciRegistry>> allFaults() {
        Map<String, Consumer<OciRegistry>> all = new LinkedHashMap<>();
        for (Fault fault : List.of(
                Fault.REFUSED,
                Fault.BLACK_HOLE,
                Fault.SLOW_HEADERS,
                Fault.TRICKLE,
                Fault.STALL,
                Fault.RESET,
                Fault.BIT_FLIP,
                Fault.SHORT_BODY,
                Fault.TRUNCATED,
                Fault.HTML_200,
                Fault.LYING_404,
                Fault.THROTTLED_429)) {
            all.put(fault.name(), it -> it.fault(fault));
        }
        all.put("BIT_FLIP in blobs", it -> it.blobFault(Fault.BIT_FLIP));
        all.put("STALL in blobs", it -> it.blobFault(Fault.STALL));
        all.put("token service down", it -> {
            it.demandTokensOf(it);
            it.tokenFault(Fault.STATUS_503);
        });
        for (OciLie lie :
                List.of(OciLie.STALE, OciLie.OTHER_IMAGE, OciLie.INVENTED_DIGEST, OciLie.PARTIAL, OciLie.PORTAL)) {
            all.put(lie.name(), it -> it.lie(lie));
        }
        return all;
    }

    private record Passed(int passed, int wrong, Duration slowest) {}

    private Passed pulls(int broken, Consumer<OciRegistry> fault, int count) throws IOException {
        OciCorpus corpus = new OciCorpus();
        for (int i = 0; i < count; i++) {
            corpus.push("library/image" + i, "v1", 300_000);
            corpus.push("library/image" + i, "v0", 400); // for STALE and OTHER_IMAGE, which need another
            corpus.push("library/image" + i, "v1", 310_000);
        }
        List<OciRegistry> registries = Oci.registries(3, corpus, Duration.ZERO);
        registries.subList(0, broken).forEach(fault);
        int passed = 0;
        int wrong = 0;
        Duration slowest = Duration.ZERO;
        try (ServerProcess server = Oci.server(options, registries, "")) {
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                String name = "library/image" + i;
                try (RawHttp http = server.connect(Duration.ofSeconds(30))) {
                    RawHttp.Got head = http.ask("HEAD", "/v2/" + name + "/manifests/v1", ACCEPT);
                    String digest = head.header("Docker-Content-Digest");
                    if (head.status() == 200 && !digest.equals(corpus.digest(name, "v1"))) {
                        throw new WrongBytes(name + ":v1 is " + digest);
                    }
                    image(http, "/v2/" + name, digest);
                    passed++;
                } catch (WrongBytes e) {
                    wrong++;
                    System.err.println("WRONG: " + e.getMessage());
                } catch (IOException e) {
                    System.err.println("a pull failed: " + e.getMessage());
                }
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
        } finally {
            registries.forEach(OciRegistry::close);
        }
        return new Passed(passed, wrong, slowest);
    }

    private static void image(RawHttp http, String base, String digest) throws IOException {
        Matcher parts = DESCRIPTOR.matcher(checked(http, base + "/manifests/", digest));
        while (parts.find()) {
            if (parts.group(1).contains(".manifest.")) {
                image(http, base, parts.group(2));
            } else {
                checkedBlob(http, base + "/blobs/", parts.group(2));
            }
        }
    }
}
