package dev.breakwater.app;

import dev.breakwater.verify.Digest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The protocol of registries, request by request. Paths are below {@code /v2/}, or begin with it as a Location does. */
final class ImageRegistryClient implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Supplier<String> url;

    ImageRegistryClient(Supplier<String> url) {
        this.url = url;
    }

    static String digest(String text) {
        return "sha256:" + Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** A manifest of an image with one layer; {@code more} is behind it in the object. */
    static String manifest(String config, String layer, String more) {
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},\
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]%s}\
                """.formatted(digest(config), config.length(), digest(layer), layer.length(), more);
    }

    /** Sends it; {@code headers} are names and values. */
    HttpResponse<String> ask(String method, String path, String token, String body, String... headers)
            throws Exception {
        String below = path.startsWith("/v2/") ? path : "/v2/" + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.get() + below))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Its status, and the code of the error if it is one. */
    String code(String method, String path, String token, String body, String... headers) throws Exception {
        HttpResponse<String> answer = ask(method, path, token, body, headers);
        String text = answer.body().replaceFirst("(?s).*\"code\":\"([A-Z_]+)\".*", " $1");
        return answer.statusCode() + (text.startsWith(" ") ? text : "");
    }

    /** Begins an upload; returns its path. */
    String begin(String name, String token) throws Exception {
        return header(ask("POST", name + "/blobs/uploads/", token, ""), "Location");
    }

    /** Pushes a blob in one request. */
    int blob(String name, String token, String content) throws Exception {
        return ask("POST", name + "/blobs/uploads/?digest=" + digest(content), token, content)
                .statusCode();
    }

    /** Pushes a manifest as {@code reference}. */
    HttpResponse<String> put(String name, String reference, String token, String manifest) throws Exception {
        return ask(
                "PUT",
                name + "/manifests/" + reference,
                token,
                manifest,
                "Content-Type",
                "application/vnd.oci.image.manifest.v1+json");
    }

    static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        http.close();
    }
}
