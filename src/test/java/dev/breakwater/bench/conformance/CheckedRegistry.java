package dev.breakwater.bench.conformance;

import dev.breakwater.testing.NpmPublication;
import dev.breakwater.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * A registry that is checked, as one of its users. It has a package of two releases and a prerelease, {@link #fixture}, which no
 * check changes.
 */
public final class CheckedRegistry implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RegistryAccess access;
    private final String token;
    private final HttpClient http;
    private final AtomicInteger names;
    private final String run;

    private CheckedRegistry(RegistryAccess access, String token, HttpClient http, AtomicInteger names, String run) {
        this.access = access;
        this.token = token;
        this.http = http;
        this.names = names;
        this.run = run;
    }

    /**
     * Where a registry is, and who may do what.
     *
     * @param url its address, with a slash at the end
     * @param publisher a token that reads, publishes and unpublishes packages below {@code scope} and {@code prefix}
     * @param reader a token that reads them, and nothing more
     * @param user a name and {@code password} that {@code npm login} takes, which may read
     * @param scope such as {@code @conf}
     * @param prefix of names without a scope, such as {@code conf-}
     */
    public record RegistryAccess(
            String url, String publisher, String reader, String user, String password, String scope, String prefix) {}

    /** Publishes the fixture. */
    public static CheckedRegistry of(RegistryAccess access) throws IOException, InterruptedException, UnmetCheck {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
        String run = Long.toString(System.nanoTime() & 0xffff_ffffL, 36);
        CheckedRegistry registry = new CheckedRegistry(access, access.publisher(), http, new AtomicInteger(), run);
        for (String name : new String[] {registry.fixture(), registry.plain()}) {
            registry.publish(NpmPublication.of(name, "1.0.0", "one")).succeeds();
            registry.publish(NpmPublication.of(name, "1.1.0", "two").with(Manifests.RICH))
                    .succeeds();
            registry.publish(NpmPublication.of(name, "2.0.0-beta.1", "three").tagged("beta"))
                    .succeeds();
        }
        return registry;
    }

    /** The scoped package that every check may read: 1.0.0, 1.1.0 ({@code latest}) and 2.0.0-beta.1 ({@code beta}). */
    String fixture() {
        return access.scope() + "/fix" + run;
    }

    /** The same without a scope. */
    String plain() {
        return access.prefix() + "fix" + run;
    }

    /** A name that was never used, in the scope. */
    String unused() {
        return access.scope() + "/p" + run + "-" + names.incrementAndGet();
    }

    /** A name that was never used, without a scope. */
    String unusedPlain() {
        return access.prefix() + run + "-" + names.incrementAndGet();
    }

    /** A new package with the versions 1.0.0 and 1.1.0. */
    String published() throws UnmetCheck, IOException, InterruptedException {
        String name = unused();
        publish(NpmPublication.of(name, "1.0.0", "one")).succeeds();
        publish(NpmPublication.of(name, "1.1.0", "two")).succeeds();
        return name;
    }

    /** The same registry, to a user without credentials. */
    CheckedRegistry anonymous() {
        return as("");
    }

    /** The same registry, to a user who may only read. */
    CheckedRegistry reader() {
        return as(access.reader());
    }

    /** The same registry, to the owner of {@code other}. */
    CheckedRegistry as(String other) {
        return new CheckedRegistry(access, other, http, names, run);
    }

    /** The same registry by another name of its host; only for one on this machine. */
    CheckedRegistry elsewhere() {
        RegistryAccess other = new RegistryAccess(
                access.url().replace("127.0.0.1", "localhost"),
                access.publisher(),
                access.reader(),
                access.user(),
                access.password(),
                access.scope(),
                access.prefix());
        return new CheckedRegistry(other, token, http, names, run);
    }

    /** Its address, with a slash at the end. */
    String url() {
        return access.url();
    }

    /** Who it is reached by. */
    RegistryAccess access() {
        return access;
    }

    /** Gets what is at {@code path}, which begins without a slash; {@code headers} are whole lines. */
    CheckAnswer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    /** Requires 304 for the ETag that {@code path} has, if it has one; or that it has another one by then. */
    void validates(String path, String... headers) throws UnmetCheck, IOException, InterruptedException {
        String tag = get(path, headers).is(200).header("etag");
        if (!tag.isEmpty()) {
            String[] all = Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "If-None-Match: " + tag;
            CheckAnswer got = get(path, all).is(200, 304);
            UnmetCheck.unless(
                    got.status() == 304 || !got.header("etag").equals(tag), "200 for the ETag that is current, " + tag);
        }
    }

    /** The document of {@code name} in its full form. */
    JsonNode document(String name) throws UnmetCheck, IOException, InterruptedException {
        return get(escaped(name)).is(200).json();
    }

    /** As clients write a name into a path (npm-package-arg, {@code escapedName}). */
    static String escaped(String name) {
        return name.startsWith("@") ? name.replace("/", "%2f") : name;
    }

    /** The path of a tarball. */
    static String tarball(String name, String version) {
        return name + "/-/" + name.substring(name.indexOf('/') + 1) + "-" + version + ".tgz";
    }

    /** Publishes as npm does. */
    CheckAnswer publish(NpmPublication publication) throws IOException, InterruptedException {
        return put(escaped(publication.name()), publication.json());
    }

    /** Sends JSON. */
    CheckAnswer put(String path, String json) throws IOException, InterruptedException {
        return send("PUT", path, json, "Content-Type: application/json");
    }

    /** Deletes what is at {@code path}. */
    CheckAnswer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, "");
    }

    /** Sends a request. */
    CheckAnswer send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The same with any bytes. */
    CheckAnswer send(String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(access.url() + path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        boolean signed = false;
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            request.header(parts[0], parts[1]);
            signed |= parts[0].equals("Authorization");
        }
        if (!token.isEmpty() && !signed) {
            request.header("Authorization", "Bearer " + token);
        }
        return answer(method, path, http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    /** Puts JSON whose length is not told before; the sender waits for 100 Continue if {@code waits}. */
    CheckAnswer chunked(String path, String json, boolean waits) throws IOException, InterruptedException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(access.url() + path))
                .timeout(PATIENCE)
                .expectContinue(waits)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        return answer("PUT", path, http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    }

    private static CheckAnswer answer(String method, String path, HttpResponse<byte[]> got) {
        Map<String, String> found = new TreeMap<>();
        got.headers()
                .map()
                .forEach((name, values) -> found.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return new CheckAnswer(method + " /" + shown(path), got.statusCode(), found, got.body());
    }

    /** Sends a path as it is, which need not be an address. */
    CheckAnswer raw(String method, String path) throws IOException {
        URI uri = URI.create(access.url());
        try (RawHttp line = RawHttp.connect(uri, PATIENCE)) {
            RawHttp.Got got = line.ask(method, uri.getRawPath() + path, "Authorization: Bearer " + token);
            return new CheckAnswer(method + " /" + shown(path), got.status(), got.headers(), got.body());
        }
    }

    private static String shown(String path) {
        return path.length() <= 80 ? path : path.substring(0, 80) + "…";
    }

    @Override
    public void close() {
        http.close();
    }
}
