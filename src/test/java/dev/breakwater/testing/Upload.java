package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Module zips, and a client that reads and writes with credentials; over TLS it trusts {@link Certificates}. */
public final class Upload {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .sslContext(Certificates.shared().client())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private Upload() {}

    /** The zip of {@code release}, {@code module@version}, with a go.mod and one Go file that has {@code says} in it. */
    public static byte[] zip(String release, String says) {
        String module = release.substring(0, release.indexOf('@'));
        String name = module.substring(module.lastIndexOf('/') + 1).replaceAll("[^a-z]", "");
        Map<String, String> files = new TreeMap<>();
        files.put("go.mod", "module " + module + "\n\ngo 1.21\n");
        files.put("m.go", "package " + name + "\n\nconst Says = \"" + says + "\"\n");
        return zip(release, files);
    }

    /** The zip of {@code release} with {@code files}. */
    public static byte[] zip(String release, Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(release + "/" + file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Sends {@code zip} as {@code release} to the repository at {@code base}. */
    public static HttpResponse<String> put(String base, String release, byte[] zip, @Nullable String token) {
        int at = release.indexOf('@');
        String url = base + "/" + Escaped.escape(release.substring(0, at)) + "/@v/"
                + Escaped.escape(release.substring(at + 1)) + ".zip";
        return putAt(url, zip, token);
    }

    /** Sends {@code bytes} to {@code url}. */
    public static HttpResponse<String> putAt(String url, byte[] bytes, @Nullable String token) {
        return send(request(url, token).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    /** Gets {@code url} with {@code token}, or without credentials. */
    public static HttpResponse<String> get(String url, @Nullable String token) {
        return send(request(url, token));
    }

    private static HttpRequest.Builder request(String url, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
    }
}
