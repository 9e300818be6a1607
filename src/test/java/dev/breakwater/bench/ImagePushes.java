package dev.breakwater.bench;

import dev.breakwater.auth.Permission;
import dev.breakwater.bench.Images.Wanted;
import dev.breakwater.bench.image.BuildKit;
import dev.breakwater.bench.image.ClientRun;
import dev.breakwater.bench.image.ClientVerb;
import dev.breakwater.bench.image.ImageClient;
import dev.breakwater.bench.image.ImageJob;
import dev.breakwater.bench.image.ImageLayout;
import dev.breakwater.e2e.Users;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciRegistry;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients push, attach, list and delete with a token, what they may without one, and BuildKit's cache in a registry. */
final class ImagePushes {
    private static final String SOURCE = "library/source";
    private static final String BASE = "docker.io/" + SOURCE + ":v1";
    private static final Pattern DIGEST = Pattern.compile("\"digest\"\\s*:\\s*\"(sha256:[0-9a-f]{64})\"");
    private static final List<String> ONE = List.of("linux/amd64");
    private static final List<String> BOTH = List.of("linux/amd64", "linux/arm64");
    private static final String WRONG = "bw_wrong";

    private final Images images;
    private final OciCorpus corpus = new OciCorpus();
    private String host = "";
    private String token = "";

    ImagePushes(Images images) {
        this.images = images;
        corpus.pushArchives(SOURCE, "v1", 300_000);
    }

    /** What is done at a server that takes pushes. */
    @FunctionalInterface
    private interface Pushing {
        void run() throws IOException, InterruptedException;
    }

    /** Starts a server that takes pushes by a token, lets all read that much, and fetches docker.io's images. */
    private void served(String anonymous, Pushing pushing) throws IOException, InterruptedException {
        List<OciRegistry> registries = Oci.registries(2, corpus, Duration.ZERO);
        List<String> urls = registries.stream().map(OciRegistry::url).toList();
        String configuration = """
                access: {anonymous: %s}
                log: {access: false}
                repositories:
                  team: {format: oci, registry: team.test, hosted: true}
                  hub:
                    format: oci
                    registry: docker.io
                    default: true
                    upstreams: [{name: a, domain: a, url: '%s'}, {name: b, domain: b, url: '%s'}]
                """.formatted(anonymous, urls.getFirst(), urls.getLast());
        Setup setup = Setup.over(urls, Certificates.shared().pem(), null);
        try (ServerProcess server = ServerProcess.start(images.options(), setup, data -> {
            Files.writeString(data.resolveSibling("breakwater.yaml"), configuration);
            Set<Permission> all = Set.of(Permission.READ, Permission.PUBLISH, Permission.DELETE);
            token = new Users(data).token("ci", all);
        })) {
            host = Images.host(server);
            pushing.run();
        } finally {
            registries.forEach(OciRegistry::close);
        }
    }

    void run() throws IOException, InterruptedException {
        served("everything", () -> images.each(this::pushes));
        served("public", () -> images.each(this::confidential));
        served("public", () -> {
            images.each(client -> client.run(ClientVerb.PUSH, job(client, "index", token)));
            images.each(this::wrong);
        });
    }

    private static String image(ImageClient client) {
        return client.name().replaceFirst(" .*", "").toLowerCase(Locale.ROOT) + "/app";
    }

    private ImageJob job(ImageClient client, String reference, String password) throws IOException {
        boolean index = reference.equals("index");
        Path home = images.home();
        String digest = corpus.digest(SOURCE, index ? "v1" : "v1-amd64");
        Path layout = ImageLayout.write(home.resolve("layout"), corpus, SOURCE, digest)
                .folder();
        return new ImageJob(host, "team", image(client), reference, index ? BOTH : ONE, layout, home, password);
    }

    private Wanted wanted(ImageClient client, String kind) {
        boolean index = kind.equals("index");
        String digest = corpus.digest(SOURCE, index ? "v1" : "v1-amd64");
        return new Wanted("team", image(client), kind, SOURCE, digest, index ? BOTH : ONE);
    }

    /** On a server where all may read everything, so that a token is for pushing alone. */
    private void pushes(ImageClient client) throws IOException, InterruptedException {
        String base = "/v2/team/" + image(client);
        ClientRun refused = client.run(ClientVerb.PUSH, job(client, "image", ""));
        note(client, "push without a token: refused", refused, refused(refused, base));
        for (String kind : List.of("image", "index")) {
            ClientRun run = client.run(ClientVerb.PUSH, job(client, kind, token));
            note(client, "push of an " + kind, run, run.passed() ? whole(base, kind) : Images.why(run));
            images.pull("pull of that " + kind + " without a token", client, host, "", corpus, wanted(client, kind));
        }
        if (client.can(ClientVerb.TAGS)) {
            ClientRun run = client.run(ClientVerb.TAGS, job(client, "image", ""));
            boolean both = run.output().contains("image") && run.output().contains("index");
            note(client, "list of tags", run, both ? Images.why(run) : "it prints " + run.output());
        }
        if (client.can(ClientVerb.ATTACH)) {
            attach(client, base);
        }
        if (client.can(ClientVerb.DELETE)) {
            ClientRun run = client.run(ClientVerb.DELETE, job(client, "image", token));
            note(client, "delete", run, run.passed() ? absent(base + "/manifests/image") : Images.why(run));
        }
    }

    /** On a server where only docker.io's images are for all. */
    private void confidential(ImageClient client) throws IOException, InterruptedException {
        ClientRun run = client.run(ClientVerb.PUSH, job(client, "index", token));
        note(client, "private: push with a token", run, Images.why(run));
        images.pull("private: pull with it", client, host, token, corpus, wanted(client, "index"));
        ClientRun refused = client.run(ClientVerb.PULL, elsewhere(job(client, "index", "")));
        note(client, "private: pull without a token: refused", refused, refused.passed() ? "it exits with 0" : "");
        Wanted open = new Wanted("hub", SOURCE, "v1", SOURCE, corpus.digest(SOURCE, "v1"), BOTH);
        images.pull("pull of what is public beside it, without a token", client, host, "", corpus, open);
    }

    /** Wrong tokens, on a server of their own: each makes the server slower to look at others from the same address. */
    private void wrong(ImageClient client) throws IOException, InterruptedException {
        String base = "/v2/team/" + image(client);
        ClientRun push = client.run(ClientVerb.PUSH, job(client, "image", WRONG));
        note(client, "push with a wrong token: refused", push, refused(push, base));
        ClientRun pull = client.run(ClientVerb.PULL, elsewhere(job(client, "index", WRONG)));
        note(client, "private: pull with a wrong token: refused", pull, pull.passed() ? "it exits with 0" : "");
        ClientRun right = client.run(ClientVerb.PULL, elsewhere(job(client, "index", token)));
        note(client, "private: pull with the right one behind it", right, Images.why(right));
    }

    private String refused(ClientRun run, String base) throws IOException {
        if (run.passed()) {
            return "it exits with 0";
        }
        int status = RawHttp.get("http://" + host + base + "/manifests/image", "Authorization: Bearer " + token)
                .status();
        return status == 404 ? "" : "it is there afterwards: " + status;
    }

    /** The same with an empty store. */
    private static ImageJob elsewhere(ImageJob job) {
        return new ImageJob(
                job.host(),
                job.repository(),
                job.image(),
                job.reference(),
                job.platforms(),
                job.home().resolve("empty"),
                job.home(),
                job.password());
    }

    private void attach(ImageClient client, String base) throws IOException, InterruptedException {
        ClientRun run = client.run(ClientVerb.ATTACH, job(client, "index", token));
        String path = base + "/referrers/" + corpus.digest(SOURCE, "v1");
        String listed = run.passed() ? text(path) : "";
        Matcher artifact = DIGEST.matcher(listed);
        String why = Images.why(run);
        if (run.passed()) {
            boolean there = listed.contains(ImageJob.ARTIFACT) && artifact.find();
            why = there ? whole(base, artifact.group(1)) : path + " is " + listed;
        }
        note(client, "push of an artifact with a subject", run, why);
        ClientRun list = client.run(ClientVerb.REFERRERS, job(client, "index", ""));
        boolean found = list.output().contains(ImageJob.ARTIFACT);
        note(client, "list of referrers", list, found ? Images.why(list) : "it prints " + list.output());
    }

    private void note(ImageClient client, String row, ClientRun run, String why) {
        images.table().note(row, client, run.took(), why);
    }

    /** What is wrong with what a tag or digest names at the server: a part that is absent, or of other bytes. */
    private String whole(String base, String reference) throws IOException {
        try (RawHttp http = RawHttp.connect(URI.create("http://" + host), Duration.ofSeconds(30))) {
            return whole(http, base, reference);
        }
    }

    private static String whole(RawHttp http, String base, String reference) throws IOException {
        RawHttp.Got manifest = http.ask("GET", base + "/manifests/" + reference);
        String digest = manifest.header("Docker-Content-Digest");
        if (manifest.status() != 200 || !OciCorpus.digest(manifest.body()).equals(digest)) {
            return base + ":" + reference + ": " + manifest.status() + " " + manifest.text();
        }
        boolean index = manifest.text().contains("\"manifests\"");
        Matcher part = DIGEST.matcher(manifest.text());
        while (part.find()) {
            if (index) {
                String below = whole(http, base, part.group(1));
                if (!below.isEmpty()) {
                    return below;
                }
            } else {
                RawHttp.Got blob = http.ask("GET", base + "/blobs/" + part.group(1));
                // the manifest of an artifact names its subject, which is no blob
                boolean subject = blob.status() == 404
                        && http.ask("HEAD", base + "/manifests/" + part.group(1))
                                        .status()
                                == 200;
                if (!subject && !OciCorpus.digest(blob.body()).equals(part.group(1))) {
                    return base + "/blobs/" + part.group(1) + ": " + blob.status();
                }
            }
        }
        return "";
    }

    private String absent(String path) throws IOException {
        int status = RawHttp.get("http://" + host + path).status();
        return status == 404 ? "" : path + " is " + status;
    }

    private String text(String path) throws IOException {
        return RawHttp.get("http://" + host + path).text();
    }

    /** BuildKit's cache of both kinds, pushed by one daemon and found by another that has nothing. */
    void caches() throws IOException, InterruptedException {
        served(
                "public",
                () -> images.each(client -> {
                    if (client instanceof BuildKit buildKit) {
                        cache(buildKit, "true");
                        List<String> layers = cache(buildKit, "false");
                        ImageJob job = elsewhere(job(buildKit, "none", ""));
                        ClientRun run = buildKit.cached(job, BASE);
                        boolean other = run.passed() && !BuildKit.layers(job).equals(layers);
                        note(buildKit, "build without a cache makes other layers", run, other ? "" : run.output());
                    }
                }));
    }

    /** Returns the layers of what was built. */
    private List<String> cache(BuildKit client, String manifest) throws IOException, InterruptedException {
        String kind = "cache of image-manifest=" + manifest;
        ImageJob pushed = elsewhere(job(client, "cache-" + manifest, token));
        String export = "type=registry,mode=max,ref={address},image-manifest=" + manifest;
        ClientRun run = client.cached(pushed, BASE, "--export-cache", export);
        note(client, kind + ": exported", run, Images.why(run));
        ImageJob fresh = elsewhere(job(client, "cache-" + manifest, token));
        ClientRun again = client.cached(fresh, BASE, "--import-cache", "type=registry,ref={address}");
        List<String> layers = run.passed() ? BuildKit.layers(pushed) : List.of();
        boolean hit = again.passed() && BuildKit.layers(fresh).equals(layers);
        note(client, kind + ": imported into an empty state, its layers used", again, hit ? "" : again.output());
        return layers;
    }
}
