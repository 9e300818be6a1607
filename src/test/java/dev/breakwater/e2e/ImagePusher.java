package dev.breakwater.e2e;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pushes to one image, again and again until the server is gone, and remembers what was answered. */
final class ImagePusher {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final int TAGS = 5;
    private static final int POOL = 60;

    /** An upload that was begun, and not finished as far as its client knows. */
    private record OpenUpload(String path, byte[] content) {}

    private final String image;
    private final HttpClient http;
    private final String token;
    private final Random random;
    private final Runnable created;
    private String url = "";

    /** What each tag may stand for: one digest, or more if an answer is missing; empty for nothing. */
    private final Map<String, Set<String>> tags = new HashMap<>();

    /** Manifests that were answered 201 and not deleted; those in an index are not deleted either. */
    private final List<String> manifests = new ArrayList<>();

    private final Set<String> inIndex = new HashSet<>();

    /** Answered 201 since the last check. */
    private final Set<String> freshBlobs = new HashSet<>();

    private final Set<String> freshManifests = new HashSet<>();
    private @Nullable OpenUpload open;
    private long acknowledged;
    private long resumed;
    private final List<String> wrong = new ArrayList<>();

    /** Pushes to {@code image}; {@code created} is run after each 201. */
    ImagePusher(String image, HttpClient http, String token, long seed, Runnable created) {
        this.image = image;
        this.http = http;
        this.token = token;
        this.random = new Random(seed);
        this.created = created;
    }

    /** Pushes to the server at {@code server} until that is gone. */
    void run(String server) throws InterruptedException {
        url = server;
        try {
            resume();
            while (wrong.isEmpty()) {
                switch (random.nextInt(20)) {
                    case 0 -> deleteTag();
                    case 1 -> deleteManifest();
                    case 2, 3 -> pushIndex();
                    case 4 ->
                        pushImage(
                                ",\"subject\":{\"mediaType\":\"m/t\",\"digest\":\"sha256:" + any() + "\",\"size\":1}");
                    default -> pushImage("");
                }
            }
        } catch (IOException e) {
            // the server is gone
        }
    }

    private HttpResponse<String> ask(String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        String whole = path.startsWith("/v2/") ? path : "/v2/team/" + image + "/" + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + whole))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 201) {
            acknowledged++;
        }
        return answer;
    }

    private int status(String method, String path) throws IOException, InterruptedException {
        return ask(method, path, new byte[0]).statusCode();
    }

    private boolean expect(HttpResponse<String> answer, int status, String what) {
        if (answer.statusCode() != status) {
            wrong.add(image + ": " + what + " was answered " + answer.statusCode() + " " + answer.body());
            return false;
        }
        return true;
    }

    private static String hex(byte[] content) {
        return Digest.of(content).hex();
    }

    private String any() {
        return manifests.isEmpty() ? "0".repeat(64) : manifests.get(random.nextInt(manifests.size()));
    }

    /** One of few, so that images share them and old ones come back; or a new one. */
    private byte[] layer() {
        boolean shared = random.nextInt(3) > 0;
        long seed = shared ? random.nextInt(POOL) : random.nextLong();
        Random bytes = new Random(seed);
        byte[] content = new byte[bytes.nextInt(10) == 0 ? 1_500_000 : 1 + bytes.nextInt(60_000)];
        bytes.nextBytes(content);
        return content;
    }

    private void pushImage(String subject) throws IOException, InterruptedException {
        byte[] config = ("{\"n\":" + random.nextInt(POOL) + "}").getBytes(StandardCharsets.UTF_8);
        List<byte[]> layers = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            layers.add(layer());
        }
        bring(config);
        for (byte[] each : layers) {
            bring(each);
        }
        String json =
                "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + descriptor("config", config)
                        + ",\"layers\":["
                        + layers.stream().map(each -> descriptor("layer", each)).collect(Collectors.joining(",")) + "]"
                        + subject
                        + "}";
        put(json, MANIFEST, subject.isEmpty() && random.nextInt(4) > 0 ? "t" + random.nextInt(TAGS) : "");
    }

    private static String descriptor(String kind, byte[] content) {
        return "{\"mediaType\":\"application/vnd.oci.image." + kind + ".v1.tar\",\"digest\":\"sha256:" + hex(content)
                + "\",\"size\":" + content.length + "}";
    }

    private void pushIndex() throws IOException, InterruptedException {
        String first = any();
        String second = any();
        if (status("HEAD", "manifests/sha256:" + first) != 200 || status("HEAD", "manifests/sha256:" + second) != 200) {
            return;
        }
        inIndex.addAll(List.of(first, second));
        String json = "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":["
                + "{\"mediaType\":\"" + MANIFEST + "\",\"digest\":\"sha256:" + first + "\",\"size\":1},"
                + "{\"mediaType\":\"" + MANIFEST + "\",\"digest\":\"sha256:" + second + "\",\"size\":1}]}";
        put(json, INDEX, random.nextInt(4) > 0 ? "i" + random.nextInt(TAGS) : "");
    }

    private void put(String json, String type, String tag) throws IOException, InterruptedException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String hex = hex(body);
        if (!tag.isEmpty()) {
            tags.computeIfAbsent(tag, _ -> new HashSet<>(Set.of(""))).add(hex);
        }
        String reference = tag.isEmpty() ? "sha256:" + hex : tag;
        HttpResponse<String> answer = ask("PUT", "manifests/" + reference, body, "Content-Type", type);
        if (expect(answer, 201, "a manifest whose blobs were all here")) {
            manifests.add(hex);
            freshManifests.add(hex);
            if (!tag.isEmpty()) {
                tags.put(tag, new HashSet<>(Set.of(hex)));
            }
            created.run();
        }
    }

    private void deleteTag() throws IOException, InterruptedException {
        String tag = (random.nextBoolean() ? "t" : "i") + random.nextInt(TAGS);
        tags.computeIfAbsent(tag, _ -> new HashSet<>(Set.of(""))).add("");
        int status = status("DELETE", "manifests/" + tag);
        if (status == 202 || status == 404) {
            tags.put(tag, new HashSet<>(Set.of("")));
        }
    }

    private void deleteManifest() throws IOException, InterruptedException {
        String hex = any();
        if (inIndex.contains(hex)) {
            return;
        }
        freshManifests.remove(hex);
        manifests.removeIf(hex::equals);
        tags.values().stream().filter(may -> may.contains(hex)).forEach(may -> may.add(""));
        int status = status("DELETE", "manifests/sha256:" + hex);
        if (status == 202 || status == 404) {
            tags.values().forEach(may -> {
                if (may.remove(hex) && may.isEmpty()) {
                    may.add("");
                }
            });
        }
    }

    /** Sends a blob only if the server says that it is needed. */
    private void bring(byte[] content) throws IOException, InterruptedException {
        String hex = hex(content);
        if (status("HEAD", "blobs/sha256:" + hex) == 200) {
            return;
        }
        if (random.nextInt(4) == 0) {
            created(ask("POST", "blobs/uploads/?digest=sha256:" + hex, content), hex);
            return;
        }
        String mount = random.nextBoolean() ? "" : "?mount=sha256:" + hex + "&from=team/a" + random.nextInt(4);
        HttpResponse<String> begun = ask("POST", "blobs/uploads/" + mount, new byte[0]);
        if (!mount.isEmpty() && begun.statusCode() == 201) {
            created(begun, hex);
        } else if (expect(begun, 202, "the beginning of an upload")) {
            OpenUpload upload =
                    new OpenUpload(begun.headers().firstValue("Location").orElseThrow(), content);
            open = upload;
            send(upload, 0);
        }
    }

    private void send(OpenUpload upload, int from) throws IOException, InterruptedException {
        byte[] content = upload.content;
        int at = from;
        for (int parts = 1 + random.nextInt(3); parts > 0 && at < content.length; parts--) {
            int to = parts == 1 ? content.length : at + (content.length - at) / 2;
            byte[] part = Arrays.copyOfRange(content, at, to);
            if (part.length > 0
                    && !expect(ask("PATCH", upload.path, part, "Content-Range", at + "-" + (to - 1)), 202, "a part")) {
                return;
            }
            at = to;
        }
        HttpResponse<String> last = ask("PUT", upload.path + "?digest=sha256:" + hex(content), new byte[0]);
        open = null;
        created(last, hex(content));
    }

    private void created(HttpResponse<String> answer, String hex) {
        if (expect(answer, 201, "a blob")) {
            freshBlobs.add(hex);
            created.run();
        }
    }

    /** Goes on with the upload that the last kill has interrupted. */
    private void resume() throws IOException, InterruptedException {
        OpenUpload upload = open;
        if (upload == null) {
            return;
        }
        HttpResponse<String> status = ask("GET", upload.path, new byte[0]);
        if (status.statusCode() == 404 && status("HEAD", "blobs/sha256:" + hex(upload.content)) == 200) {
            open = null;
            resumed++;
            return;
        }
        if (expect(status, 204, "an interrupted upload")) {
            String range = status.headers().firstValue("Range").orElseThrow();
            int last = Integer.parseInt(range.substring(range.indexOf('-') + 1));
            send(upload, last == 0 ? 0 : last + 1);
            if (open == null && wrong.isEmpty()) {
                resumed++;
            }
        }
    }

    /** What was answered 201 and is not on the disk. */
    List<String> lost(HostedDisk disk) {
        List<String> lost = new ArrayList<>();
        tags.forEach((tag, may) -> {
            String is = disk.tag(image, tag);
            if (!may.contains(is)) {
                lost.add("tag " + image + ":" + tag + " is " + is + ", and not one of " + may);
            }
            may.retainAll(Set.of(is));
        });
        freshBlobs.stream()
                .filter(each -> !disk.hasBlob(image, each))
                .forEach(each -> lost.add("blob " + image + "@" + each));
        freshManifests.stream()
                .filter(each -> !disk.hasManifest(image, each))
                .forEach(each -> lost.add("manifest " + image + "@" + each));
        freshBlobs.clear();
        freshManifests.clear();
        manifests.removeIf(each -> !disk.hasManifest(image, each));
        return lost;
    }

    List<String> wrong() {
        return wrong;
    }

    long acknowledged() {
        return acknowledged;
    }

    long resumed() {
        return resumed;
    }
}
