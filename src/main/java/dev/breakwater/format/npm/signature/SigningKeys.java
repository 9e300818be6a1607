package dev.breakwater.format.npm.signature;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys that signatures of versions are checked with.
 *
 * @param all the keys; none if signatures are not checked
 */
public record SigningKeys(List<SigningKey> all) {
    /** The keys of the public npm registry: what its {@code /-/npm/v1/keys} answers, which mirrors may not say. */
    public static final SigningKeys PUBLIC_REGISTRY = new SigningKeys(List.of(
            SigningKey.of(
                    "SHA256:jl3bwswu80PjjokCgh0o2w5c2U4LhQAE57gj9cz1kzA",
                    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1Olb3zMAFFxXKHiIkQO5cJ3Yhl5i6UPp+IhuteBJbuHcA5UogKo0EWtlWwW6"
                            + "KSaKoTNEYL7JlCQiVnkhBktUgg==",
                    Instant.parse("2025-01-29T00:00:00Z")),
            SigningKey.of(
                    "SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U",
                    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEY6Ya7W++7aUPzvMTrezH6Ycx3c+HOKYCcNGybJZSCJq/fd7Qa8uuAKtdIkUQ"
                            + "tQiEKERhAmE5lMMJhP8OkDOa2g==",
                    null)));

    /** No keys: no signature is checked. */
    public static final SigningKeys NONE = new SigningKeys(List.of());

    /** The time of a version that has none: older than every key's end. */
    private static final Instant UNTIMED = Instant.parse("2015-01-01T00:00:00Z");

    private static final JsonMapper JSON = new JsonMapper();

    /** What signatures say of a version. */
    public enum SignatureFinding {
        /** No signature is by a known key. */
        UNSIGNED,
        /** One by a known key is right, and none by a known key is wrong. */
        SIGNED,
        /** One by a known key is wrong. */
        FORGED
    }

    /** Copies the list. */
    public SigningKeys {
        all = List.copyOf(all);
    }

    /**
     * Reads keys as {@code /-/npm/v1/keys} answers: {@code {"keys": [{"keyid", "key", "expires"}]}}.
     *
     * @throws IllegalArgumentException if the text is not that; the message says what is wrong
     */
    public static SigningKeys read(String text) {
        JsonNode keys;
        try {
            keys = JSON.readTree(text).path("keys");
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!keys.isArray() || keys.isEmpty()) {
            throw new IllegalArgumentException("has no array \"keys\"");
        }
        List<SigningKey> read = new ArrayList<>();
        for (JsonNode each : keys) {
            String id = each.path("keyid").asString("");
            String expires = each.path("expires").asString("");
            try {
                read.add(SigningKey.of(
                        id,
                        each.path("key").asString(""),
                        expires.isEmpty() || expires.equals("null") ? null : Instant.parse(expires)));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("the key " + id + " expires at an invalid instant: " + expires, e);
            }
        }
        return new SigningKeys(read);
    }

    /** The same and {@code more}. */
    public SigningKeys and(SigningKey more) {
        List<SigningKey> both = new ArrayList<>(all);
        both.add(more);
        return new SigningKeys(both);
    }

    /** As {@link #read} reads them, and clients do. */
    public String text() {
        List<Map<String, Object>> keys = new ArrayList<>();
        for (SigningKey key : all) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("expires", key.expires() == null ? null : key.expires().toString());
            shown.put("keyid", key.id());
            shown.put("keytype", "ecdsa-sha2-nistp256");
            shown.put("scheme", "ecdsa-sha2-nistp256");
            shown.put("key", key.encoded());
            keys.add(shown);
        }
        return JSON.writeValueAsString(Map.of("keys", keys));
    }

    /**
     * Checks the signatures of a version.
     *
     * @param message as {@link RegistrySignature#message} makes it
     * @param time when the version was published; null if that is unknown
     */
    public SignatureFinding check(String message, @Nullable Instant time, List<RegistrySignature> signatures) {
        SignatureFinding finding = SignatureFinding.UNSIGNED;
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        for (RegistrySignature signature : signatures) {
            for (SigningKey key : all) {
                if (!key.id().equals(signature.keyId()) || !key.signs(time == null ? UNTIMED : time)) {
                    continue;
                }
                if (!key.verifies(bytes, signature.signature())) {
                    return SignatureFinding.FORGED;
                }
                finding = SignatureFinding.SIGNED;
            }
        }
        return finding;
    }
}
