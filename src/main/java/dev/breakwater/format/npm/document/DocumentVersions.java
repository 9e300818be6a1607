package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.tarball.Integrity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one version out of a stored document. */
public final class DocumentVersions {
    private DocumentVersions() {}

    /**
     * What a merged document says of a version.
     *
     * @param integrity the hashes of its tarball
     * @param tarball where its registry keeps that; null if at the usual path
     */
    public record StoredVersion(
            Integrity integrity, @Nullable String tarball) {}

    /**
     * What the merged document {@code in}, which is closed, says of {@code version}; empty if it has no such version.
     *
     * @throws IOException if the document can't be read
     */
    public static Optional<StoredVersion> version(PackageName name, String version, InputStream in) throws IOException {
        try (JsonParser json = RegistryJson.parser(in)) {
            String tarball = null;
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                json.nextToken();
                if (member.equals(DocumentWriter.TARBALLS)) {
                    tarball = text(json, version);
                } else if (!member.equals("versions")) {
                    json.skipChildren();
                } else if (select(json, version)) {
                    ManifestReader manifest = new ManifestReader(name, json, new ManifestDigest());
                    manifest.read();
                    return Optional.of(new StoredVersion(manifest.claim().integrity(), tarball));
                } else {
                    break;
                }
            }
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException("malformed: " + e.getOriginalMessage(), e);
        }
    }

    /** The text of a member of the object at which {@code json} stands; null if it has no such member. Goes to its end. */
    private static @Nullable String text(JsonParser json, String member) {
        String text = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = json.currentName().equals(member);
            json.nextToken();
            text = found ? json.getString() : text;
        }
        return text;
    }

    /**
     * The manifest of one version in the merged document {@code in}, which is closed, for clients that reach the repository at
     * {@code base}; empty if there is none.
     *
     * @param selector a version or a tag
     * @param policy which versions clients may get
     * @throws IOException if the document can't be read
     */
    public static Optional<byte[]> manifest(String selector, String base, VersionPolicy policy, InputStream in)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonParser json = RegistryJson.parser(in);
                JsonGenerator to = RegistryJson.generator(bytes)) {
            VersionFacts facts = new VersionFacts();
            json.nextToken();
            if (seek("dist-tags", json, facts)) {
                String version = shown(RegistryJson.texts(json), facts, policy).getOrDefault(selector, selector);
                boolean allowed = policy.refusal(version, facts).isEmpty();
                if (allowed && seek("versions", json, facts) && select(json, version)) {
                    new ManifestCopy(json, to, (_, path) -> base + "/" + path).copy();
                }
            }
        } catch (JacksonException e) {
            throw new IOException("malformed: " + e.getOriginalMessage(), e);
        }
        return bytes.size() == 0 ? Optional.empty() : Optional.of(bytes.toByteArray());
    }

    /**
     * The dist-tags in the document {@code in}, which is closed.
     *
     * @param policy which versions clients may get
     * @throws IOException if the document can't be read
     */
    public static Map<String, String> tags(VersionPolicy policy, InputStream in) throws IOException {
        try (JsonParser json = RegistryJson.parser(in)) {
            VersionFacts facts = new VersionFacts();
            json.nextToken();
            return seek("dist-tags", json, facts) ? shown(RegistryJson.texts(json), facts, policy) : Map.of();
        } catch (JacksonException e) {
            throw new IOException("malformed: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Why clients may not get {@code version}, by the merged document {@code in}, which is closed; empty if they may.
     *
     * @throws IOException if the document can't be read
     */
    public static Optional<String> refusal(String version, VersionPolicy policy, InputStream in) throws IOException {
        try (JsonParser json = RegistryJson.parser(in)) {
            VersionFacts facts = new VersionFacts();
            json.nextToken();
            var _ = seek("versions", json, facts);
            return policy.refusal(version, facts);
        } catch (JacksonException e) {
            throw new IOException("malformed: " + e.getOriginalMessage(), e);
        }
    }

    /** Moves to the value of {@code member}, and records the facts before it; false if there is no such member, at the end. */
    private static boolean seek(String member, JsonParser json, VersionFacts facts) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String each = json.currentName();
            json.nextToken();
            if (each.equals(member)) {
                return true;
            }
            if (!facts.read(each, json)) {
                json.skipChildren();
            }
        }
        return false;
    }

    /** Those of {@code tags} whose versions clients may get; {@code latest} then names the newest of these. */
    static Map<String, String> shown(Map<String, String> tags, VersionFacts facts, VersionPolicy policy) {
        if (!policy.judges()) {
            return tags;
        }
        Map<String, String> shown = new LinkedHashMap<>(tags);
        shown.values().removeIf(version -> policy.refusal(version, facts).isPresent());
        if (tags.containsKey("latest")) {
            SemanticVersion.newest(facts.versions().stream()
                            .filter(version -> policy.refusal(version, facts).isEmpty())
                            .toList())
                    .ifPresent(newest -> shown.putIfAbsent("latest", newest));
        }
        return shown;
    }

    /** Moves from the start of the versions to that of one; false if there is none, at their end. */
    private static boolean select(JsonParser json, String version) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = json.currentName().equals(version);
            json.nextToken();
            if (found) {
                return json.currentToken() == JsonToken.START_OBJECT;
            }
            json.skipChildren();
        }
        return false;
    }
}
