package dev.breakwater.format.oci;

import dev.breakwater.format.oci.name.OciPath;
import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.Wording;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Errors as the distribution specification has them, "Error codes": clients print the message and decide by the code whether to
 * ask again.
 *
 * @param path what was asked for
 */
record OciWording(OciPath path) implements Wording {
    /** About no image: made once, since each hit has one. */
    static final OciWording OF_REGISTRY = new OciWording(new OciPath.ApiBase());

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST = 2_000;

    @Override
    public String type() {
        return "application/json";
    }

    @Override
    public byte[] error(int status, List<String> parts) {
        return body(code(status), parts);
    }

    private static byte[] body(String code, List<String> parts) {
        String text = String.join("\n", parts).strip();
        String message = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return json(Map.of("errors", List.of(Map.of("code", code, "message", message))))
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A demand for a token: clients that have no credentials get one for anonymous use, where to a demand for basic authentication
     * they would give up (distribution's token authentication specification).
     */
    @Override
    public String challenge(BaseUrl base) {
        String root = base.text().substring(0, base.text().lastIndexOf('/'));
        String host = root.substring(root.indexOf("//") + 2);
        String scope = switch (path) {
            case OciPath.OfImage image -> ",scope=\"repository:" + image.name() + ":pull\"";
            case OciPath.CatalogPath _ -> ",scope=\"registry:catalog:*\"";
            default -> "";
        };
        return "Bearer realm=\"" + root + "/v2/token\",service=\"" + host + "\"" + scope;
    }

    /** containerd, BuildKit and others ask without credentials first, and give up at 403. */
    @Override
    public boolean sendsCredentialsOnDemand() {
        return true;
    }

    @Override
    public String login() {
        return "log in to this server, as with docker login";
    }

    @Override
    public byte[] error(int status, String code, List<String> parts) {
        return body(code.isEmpty() ? code(status) : code, parts);
    }

    /** containerd shows it: distribution specification, "Warnings". Only what a tag stands for, and lists, can be stale. */
    @Override
    public String staleWarning() {
        return path instanceof OciPath.OfImage image
                ? "299 - \"no registry confirms this now, so it may be out of date: " + what(image) + "\""
                : "";
    }

    private static String what(OciPath.OfImage image) {
        return image instanceof OciPath.ManifestPath(var name, var reference)
                ? name + ":" + reference.text()
                : "the list of " + image.name();
    }

    private String code(int status) {
        return switch (status) {
            case 400, 414, 422, 431 -> path instanceof OciPath.MalformedPath(String code, var _) ? code : "UNSUPPORTED";
            case 401 -> "UNAUTHORIZED";
            case 403 -> "DENIED";
            case 404 -> absent();
            case 405 -> "UNSUPPORTED";
            case 413 -> "SIZE_INVALID";
            case 416 -> "BLOB_UPLOAD_INVALID";
            case 429 -> "TOOMANYREQUESTS";
            default -> status >= 500 ? "UNAVAILABLE" : "UNSUPPORTED";
        };
    }

    private String absent() {
        return switch (path) {
            case OciPath.ManifestPath _ -> "MANIFEST_UNKNOWN";
            case OciPath.BlobPath _ -> "BLOB_UNKNOWN";
            case OciPath.UploadPath _ -> "BLOB_UPLOAD_UNKNOWN";
            default -> "NAME_UNKNOWN";
        };
    }

    /** The JSON of {@code value}. */
    static String json(Map<String, ?> value) {
        return JSON.writeValueAsString(value);
    }
}
